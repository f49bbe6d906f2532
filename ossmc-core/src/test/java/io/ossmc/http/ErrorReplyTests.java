package io.ossmc.http;

import java.time.Duration;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Replies that say no: what is kept of them, and what becomes of the connection. */
class ErrorReplyTests {

	private static final String DENIED = """
			<?xml version="1.0" encoding="UTF-8"?>
			<Error>
			  <Code>AccessDenied</Code>
			  <Message>The bucket you are attempting to access must be addressed using the specified endpoint.</Message>
			  <RequestId>5C3D9175B6FC201293AD</RequestId>
			  <HostId>bucket.oss-cn-hangzhou.aliyuncs.com</HostId>
			  <Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>
			  <OSSAccessKeyId>LTAI-SECRET</OSSAccessKeyId>
			  <SignatureProvided>SECRET</SignatureProvided>
			  <StringToSign>GET SECRET</StringToSign>
			  <EC>0003-00000905</EC>
			</Error>
			""";

	@AutoClose
	private final RangeClient client = RangeClient.create(Settings.patient());

	private HttpStatusFailure failure(String reply) throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.once(reply))) {
			return failure(server);
		}
	}

	private HttpStatusFailure failure(ScriptedServer server) {
		RangeRequest request = new RangeRequest(server.url(), 0, 9, ScriptedServer.ETAG);
		ThrowingCallable get = () -> this.client.get(request, new CollectingSink(() -> {
			throw new AssertionError("an error's body reached the sink");
		}));
		return catchThrowableOfType(HttpStatusFailure.class, get);
	}

	private static String reply(String status, String headers, String body) {
		return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s".formatted(status, headers, body.length(), body);
	}

	@Test
	void keepsWhatExplainsAndNothingThatSigns() throws Exception {
		HttpStatusFailure failure = failure(reply("403 Forbidden", "", DENIED));
		assertThat(failure.status()).isEqualTo(403);
		assertThat(failure.ossCode()).isEqualTo("AccessDenied");
		assertThat(failure.ossMessage()).startsWith("The bucket you are attempting");
		assertThat(failure.requestId()).isEqualTo("5C3D9175B6FC201293AD");
		assertThat(failure.ec()).isEqualTo("0003-00000905");
		assertThat(failure.endpointHint()).contains("oss-cn-beijing.aliyuncs.com");
		assertThat(failure.retryAfter()).isEmpty();
		assertThat(failure.toString()).doesNotContain("SECRET");
	}

	@Test
	void theRequestIdOfTheHeadComesFirst() throws Exception {
		assertThat(failure(reply("412 Precondition Failed", "x-oss-request-id: HEAD\r\n", DENIED)).requestId())
			.isEqualTo("HEAD");
	}

	@Test
	void aMessageThatQuotesASignedUrlIsNotKept() throws Exception {
		HttpStatusFailure failure = failure(reply("400 Bad Request", "",
				"<Error><Code>X</Code><Message>GET /a?x-oss-Signature=SECRET</Message></Error>"));
		assertThat(failure.ossCode()).isEqualTo("X");
		assertThat(failure.ossMessage()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html><Code>no</Code></html>", "not XML at all", "", "<Error><Code",
			"<Error><A><Code>no</Code></A></Error>",
			"<!DOCTYPE Error [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Error><Code>&x;</Code></Error>",
			"<!DOCTYPE Error [<!ENTITY x \"no\">]><Error><Code>&x;</Code></Error>" })
	void aBodyThatIsNotOssOwnSaysNothing(String body) throws Exception {
		HttpStatusFailure failure = failure(reply("502 Bad Gateway", "", body));
		assertThat(failure.status()).isEqualTo(502);
		assertThat(failure.ossCode()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "x-oss-qos-delay-time: 1500 | 1500", "Retry-After: 3 | 3000",
					"Retry-After: 999999999999 | 3600000",
					"Date: Sun, 06 Nov 1994 08:49:37 GMT#Retry-After: Sun, 06 Nov 1994 08:49:47 GMT | 10000",
					"Date: Sun, 06 Nov 1994 08:49:37 GMT#Retry-After: Sun, 06 Nov 1994 08:49:07 GMT | 0" })
	void tellsHowLongToWait(String headers, long millis) throws Exception {
		HttpStatusFailure failure = failure(
				reply("503 Service Unavailable", headers.replace("#", "\r\n") + "\r\n", ""));
		assertThat(failure.retryAfter()).contains(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Retry-After: soon", "Retry-After: -1", "Retry-After: Sun, 06 Nov 1994 08:49:47 GMT",
			"x-oss-qos-delay-time: 1.5", "Server: none" })
	void anAdviceThatCannotBeReadIsNone(String header) throws Exception {
		assertThat(failure(reply("503 Service Unavailable", header + "\r\n", "")).retryAfter()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307 })
	void followsNoRedirectAndSaysWhereItPoints(int status) throws Exception {
		HttpStatusFailure failure = failure(
				reply(status + " Moved", "Location: https://oss-cn-beijing.aliyuncs.com/a?Signature=SECRET\r\n", ""));
		assertThat(failure.endpointHint()).contains("oss-cn-beijing.aliyuncs.com");
		assertThat(failure.toString()).doesNotContain("SECRET");
	}

	@Test
	void aRedirectToNowhereHintsAtNothing() throws Exception {
		assertThat(failure(reply("302 Found", "Location: /login page\r\n", "")).endpointHint()).isEmpty();
		assertThat(failure(reply("302 Found", "", "")).endpointHint()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, 64 * 1024 })
	void theConnectionIsKeptWhenTheBodyIsReadToItsEnd(int size) throws Exception {
		String reply = reply("404 Not Found", "", "x".repeat(size));
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.always(reply))) {
			failure(server);
			assertThat(failure(server).status()).isEqualTo(404);
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void theConnectionIsClosedWhenTheBodyIsLarge() throws Exception {
		String reply = reply("404 Not Found", "", "x".repeat(64 * 1024 + 1));
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.always(reply))) {
			assertThat(failure(server).status()).isEqualTo(404);
			assertThat(this.client.connections()).isZero();
		}
	}

	@Test
	void theConnectionIsClosedWhenTheServerSaysSo() throws Exception {
		try (ScriptedServer server = ScriptedServer
			.plain(ScriptedServer.always(reply("404 Not Found", "Connection: x, Close\r\n", "")))) {
			assertThat(failure(server).status()).isEqualTo(404);
			assertThat(this.client.connections()).isZero();
		}
	}

	@Test
	void aReplyWithoutBodyKeepsTheConnection() throws Exception {
		try (ScriptedServer server = ScriptedServer
			.plain(ScriptedServer.always("HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n"))) {
			failure(server);
			assertThat(failure(server).status()).isEqualTo(304);
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void aBodyUpToTheEndOfTheStreamIsReadAsWell() throws Exception {
		assertThat(failure("HTTP/1.0 503 Busy\r\n\r\n<Error><Code>ServerBusy</Code></Error>").ossCode())
			.isEqualTo("ServerBusy");
	}

	@Test
	void aChunkedBodyIsReadAsWell() throws Exception {
		String chunks = "10\r\n<Error><Code>Ser\r\n1a;x=y\r\nverBusy</Code></Error>     \r\n0\r\n\r\n";
		HttpStatusFailure failure = failure("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
		assertThat(failure.ossCode()).isEqualTo("ServerBusy");
		assertThat(this.client.connections()).isZero();
	}

	@Test
	void anErrorWhoseBodyBreaksOffIsStillThatError() throws Exception {
		assertThat(failure("HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n" + DENIED.substring(0, 80)).ossCode())
			.isEqualTo("AccessDenied");
	}

}
