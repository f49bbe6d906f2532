package io.ossmc.emulator;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.common.comm.SignVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the SDK hides: framing, order, ranges and headers as they are on the wire. */
class RawProtocolTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models").put("digits", "0123456789".getBytes(StandardCharsets.US_ASCII));
		this.emulator.bucket("models").put("empty", new byte[0]);
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	private URI digits() {
		return Presigned.url(this.emulator, "models", "digits");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "bytes=0-0;0;0-0", "bytes=3-;3456789;3-9", "bytes=3-5;345;3-5",
			"bytes=-3;789;7-9", "bytes=-10;0123456789;0-9", "bytes=1-2,4-5;12;1-2", "bytes=9-,0-0;9;9-9" })
	void sendsTheRange(String range, String body, String sent) throws IOException {
		this.client.get(digits(), "Range: " + range);
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(206);
		assertThat(head.header("Content-Range")).isEqualTo("bytes " + sent + "/10");
		assertThat(new String(this.client.body(head.length()), StandardCharsets.US_ASCII)).isEqualTo(body);
		assertThat(head.header("x-oss-hash-crc64ecma")).as("the whole object's CRC")
			.isEqualTo(Long.toUnsignedString(Crc64.of("0123456789".getBytes(StandardCharsets.US_ASCII))));
	}

	@ParameterizedTest
	@CsvSource({ "bytes=8-100,89,8-9", "bytes=-100,0123456789,0-9", "bytes=8-99999999999999999999,89,8-9" })
	void cutsRangesThatEndBeyondTheObjectWhereTheStandardIsAskedFor(String range, String body, String sent)
			throws IOException {
		this.client.send(SignedHead.of("GET", "models", "digits", "",
				Map.of("Range", range, "x-oss-range-behavior", "standard")));
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(206);
		assertThat(head.header("Content-Range")).isEqualTo("bytes " + sent + "/10");
		assertThat(new String(this.client.body(head.length()), StandardCharsets.US_ASCII)).isEqualTo(body);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=10-", "bytes=10-20", "bytes=-0", "bytes=9999999999999999999-" })
	void refusesRangesWithoutAnyByteWhereTheStandardIsAskedFor(String range) throws IOException {
		this.client.send(SignedHead.of("GET", "models", "digits", "",
				Map.of("Range", range, "x-oss-range-behavior", "standard")));
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(416);
		assertThat(head.header("Content-Range")).isEqualTo("bytes */10");
		assertThat(new String(this.client.body(head.length()), StandardCharsets.UTF_8)).contains("InvalidRange");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=5-2", "bytes=a-b", "items=0-1", "bytes=-", "byte=0-1", "bytes=10-", "bytes=10-20",
			"bytes=8-100", "bytes=-100", "bytes=-0", "bytes=a-b,0-1", "bytes=0-9999999999999999999" })
	void ignoresRangesThatOssIgnores(String range) throws IOException {
		this.client.get(digits(), "Range: " + range);
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.header("Content-Range")).isEqualTo("(none)");
		assertThat(new String(this.client.body(head.length()), StandardCharsets.US_ASCII)).isEqualTo("0123456789");
	}

	@Test
	void sendsTheHeadersOfOss() throws IOException {
		this.client.get(digits());
		RawClient.Head head = this.client.head();
		assertThat(head.line()).isEqualTo("HTTP/1.1 200 OK");
		assertThat(head.header("Server")).isEqualTo("AliyunOSS");
		assertThat(head.header("ETag")).isEqualTo("\"781E5E245D69B566979B86E28D23F2C7\"");
		assertThat(head.header("x-oss-request-id")).matches("[0-9A-F]{24}");
		assertThat(head.header("x-oss-object-type")).isEqualTo("Normal");
		assertThat(head.header("x-oss-storage-class")).isEqualTo("Standard");
		assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
		assertThat(head.header("x-oss-server-time")).matches("\\d+");
		assertThat(head.header("Last-Modified")).endsWith("GMT");
	}

	@Test
	void answersPipelinedRequestsInTheirOrder() throws IOException {
		for (int digit = 0; digit < 10; digit++) {
			this.client.get(digits(), "Range: bytes=" + digit + "-" + digit);
		}
		for (int digit = 0; digit < 10; digit++) {
			RawClient.Head head = this.client.head();
			assertThat(head.status()).isEqualTo(206);
			assertThat(new String(this.client.body(1), StandardCharsets.US_ASCII)).isEqualTo("" + digit);
		}
	}

	@Test
	void keepsTheOrderWhereTheFirstOfPipelinedRequestsIsLate() throws IOException {
		this.emulator.requestHook(
				(request) -> (request.number() == 1) ? Reaction.delay(Duration.ofMillis(100)) : Reaction.proceed());
		this.client.get(digits(), "Range: bytes=1-1");
		this.client.get(digits(), "Range: bytes=2-2");
		assertThat(this.client.head().header("Content-Range")).isEqualTo("bytes 1-1/10");
		this.client.body(1);
		assertThat(this.client.head().header("Content-Range")).isEqualTo("bytes 2-2/10");
	}

	@Test
	void closesWhenAskedTo() throws IOException {
		this.client.get(digits(), "Connection: close");
		RawClient.Head head = this.client.head();
		assertThat(head.header("Connection")).isEqualTo("close");
		assertThat(this.client.toTheEnd()).hasSize(10);
	}

	@Test
	void sendsEmptyObjects() throws IOException {
		this.client.get(Presigned.url(this.emulator, "models", "empty"));
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.length()).isZero();
		assertThat(head.header("x-oss-hash-crc64ecma")).isEqualTo("0");
		this.client.get(digits(), "Range: bytes=0-0");
		assertThat(this.client.head().status()).isEqualTo(206);
	}

	@Test
	void comparesETags() throws IOException {
		String etag = "781E5E245D69B566979B86E28D23F2C7";
		this.client.get(digits(), "If-Match: \"" + etag + "\"", "Range: bytes=0-0");
		assertThat(this.client.head().status()).isEqualTo(206);
		this.client.body(1);
		this.client.get(digits(), "If-Match: " + etag, "Range: bytes=0-0");
		assertThat(this.client.head().status()).isEqualTo(206);
		this.client.body(1);
		this.client.get(digits(), "If-Match: \"other\"", "Range: bytes=0-0");
		RawClient.Head failed = this.client.head();
		assertThat(failed.status()).isEqualTo(412);
		this.client.body(failed.length());
		this.client.get(digits(), "If-None-Match: \"" + etag + "\"");
		RawClient.Head unchanged = this.client.head();
		assertThat(unchanged.status()).isEqualTo(304);
		assertThat(unchanged.header("ETag")).contains(etag);
		this.client.get(digits(), "If-None-Match: \"other\"");
		assertThat(this.client.head().status()).isEqualTo(200);
	}

	@Test
	void putsTheErrorsOfHeadIntoAHeader() throws IOException {
		URI url = Presigned.head(this.emulator, "models", "missing");
		this.client.request("HEAD", url);
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(404);
		assertThat(head.header("x-oss-ec")).isEqualTo("0026-00000001");
		assertThat(new String(Base64.getDecoder().decode(head.header("x-oss-err")), StandardCharsets.UTF_8))
			.contains("<Code>NoSuchKey</Code>")
			.contains("<RequestId>" + head.header("x-oss-request-id") + "</RequestId>");
		this.client.get(digits(), "Range: bytes=0-0");
		assertThat(this.client.head().status()).as("no body came in between").isEqualTo(206);
	}

	@Test
	void tellsTheSizeInHead() throws IOException {
		URI url = Presigned.head(this.emulator, "models", "digits");
		this.client.request("HEAD", url);
		assertThat(this.client.head().length()).isEqualTo(10);
		this.client.get(digits(), "Range: bytes=0-0");
		assertThat(this.client.head().status()).isEqualTo(206);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GARBAGE\r\n\r\n", "GET /models/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
			"GET /models/%ff HTTP/1.1\r\nHost: x\r\n\r\n", "GET /models/% HTTP/1.1\r\nHost: x\r\n\r\n" })
	void refusesWhatIsNotARequest(String text) throws IOException {
		this.client.send(text);
		assertThat(this.client.head().status()).isEqualTo(400);
	}

	@Test
	void refusesHeadsWithoutEnd() throws IOException {
		this.client.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");
		assertThat(this.client.head().status()).isEqualTo(400);
		assertThat(this.client.toTheEnd()).isNotEmpty();
	}

	@Test
	void storesWhatComesChunked() throws IOException {
		URI url = Presigned.url(this.emulator, SignVersion.V4, Sdk.KEY, HttpMethod.PUT, "models", "chunked");
		this.client.request("PUT", url, "Transfer-Encoding: chunked", "Expect: 100-continue");
		assertThat(this.client.head().status()).isEqualTo(100);
		this.client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
		assertThat(this.client.head().status()).isEqualTo(200);
		this.client.get(Presigned.url(this.emulator, "models", "chunked"));
		assertThat(this.client.head().length()).isEqualTo(5);
	}

	@Test
	void tellsTheMd5OfWhatItStored() throws IOException {
		URI url = Presigned.url(this.emulator, SignVersion.V4, Sdk.KEY, HttpMethod.PUT, "models", "md5");
		this.client.request("PUT", url, "Content-Length: 3");
		this.client.send("abc");
		assertThat(this.client.head().header("Content-MD5")).isEqualTo("kAFQmDzST7DWlj99KOF/cg==");
	}

	@Test
	void answersBeforeALargeUploadThatIsNotAllowed() throws IOException {
		this.client.send("PUT /models/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
		this.client.send("12345");
		assertThat(this.client.head().status()).isEqualTo(403);
		assertThat(this.emulator.bucket("models").keys()).doesNotContain("x");
	}

}
