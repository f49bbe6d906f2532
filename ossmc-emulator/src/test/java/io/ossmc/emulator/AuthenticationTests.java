package io.ossmc.emulator;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.SignVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may not pass, and what they are told. Only the emulator's clock moves; the SDK's is
 * the real one.
 */
class AuthenticationTests {

	private static final String[] VERSIONS = { "V1", "V4" };

	private volatile Duration ahead = Duration.ZERO;

	private final InstantSource clock = () -> Instant.now().plus(this.ahead);

	private final OssEmulator emulator = OssEmulator.builder()
		.clock(this.clock)
		.credentials("ak", "secret")
		.credentials("STS.ak", "sts-secret", "token+/=")
		.start();

	@BeforeEach
	void fill() {
		this.emulator.bucket("models").put("key", new byte[10]);
	}

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	private OSSException refusal(SignVersion version, Credentials credentials) {
		return refusal(version, credentials, "cn-hangzhou");
	}

	private OSSException refusal(SignVersion version, Credentials credentials, String region) {
		OSS oss = Sdk.client(this.emulator, version, credentials, region);
		try {
			oss.getObject("models", "key").close();
		}
		catch (OSSException ex) {
			return ex;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			oss.shutdown();
		}
		throw new AssertionError("the request was not refused");
	}

	private Reply get(URI url) throws IOException {
		try (RawClient client = new RawClient(this.emulator)) {
			client.get(url);
			RawClient.Head head = client.head();
			return new Reply(head.status(), new String(client.body(head.length()), StandardCharsets.UTF_8));
		}
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesAWrongSecretAndShowsWhatWasSigned(SignVersion version) {
		OSSException refusal = refusal(version, new DefaultCredentials("ak", "wrong"));
		assertThat(refusal.getErrorCode()).isEqualTo("SignatureDoesNotMatch");
		assertThat(refusal.getRawResponseError()).contains("<StringToSign>", "<SignatureProvided>",
				"<OSSAccessKeyId>ak</OSSAccessKeyId>");
		assertThat(refusal.getRawResponseError()).doesNotContain("wrong").doesNotContain("secret");
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesAnUnknownKey(SignVersion version) {
		assertThat(refusal(version, new DefaultCredentials("other", "secret")).getErrorCode())
			.isEqualTo("InvalidAccessKeyId");
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesTokensThatAreMissingOrWrong(SignVersion version) {
		assertThat(refusal(version, new DefaultCredentials("STS.ak", "sts-secret")).getErrorCode())
			.isEqualTo("InvalidAccessKeyId");
		assertThat(refusal(version, new DefaultCredentials("STS.ak", "sts-secret", "other")).getErrorCode())
			.isEqualTo("InvalidSecurityToken");
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesAnExpiredToken(SignVersion version) {
		this.emulator.expire("STS.ak");
		assertThat(refusal(version, Sdk.STS).getErrorCode()).isEqualTo("SecurityTokenExpired");
		this.emulator.credentials("STS.ak", "sts-secret", "token+/=");
		OSS oss = Sdk.client(this.emulator, version, Sdk.STS);
		assertThat(oss.doesObjectExist("models", "key")).as("renewed").isTrue();
		oss.shutdown();
	}

	@Test
	void letsATokenExpireByItsClock() throws IOException {
		this.emulator.credentials("STS.ak", "sts-secret", "token+/=", Instant.now().plusSeconds(600));
		URI url = Presigned.url(this.emulator, SignVersion.V4, Sdk.STS, HttpMethod.GET, "models", "key");
		assertThat(get(url).status()).isEqualTo(200);
		this.ahead = Duration.ofSeconds(601);
		assertThat(get(url).body()).contains("SecurityTokenExpired");
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesARevokedKey(SignVersion version) {
		this.emulator.revoke("ak");
		assertThat(refusal(version, Sdk.KEY).getErrorCode()).isEqualTo("InvalidAccessKeyId");
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesAClockThatIsTooFarOff(SignVersion version) {
		this.ahead = Duration.ofMinutes(-16);
		assertThat(refusal(version, Sdk.KEY).getErrorCode()).isEqualTo("RequestTimeTooSkewed");
		this.ahead = Duration.ofMinutes(16);
		assertThat(refusal(version, Sdk.KEY).getErrorCode()).isEqualTo("RequestTimeTooSkewed");
	}

	@Test
	void refusesAnotherRegion() {
		assertThat(refusal(SignVersion.V4, Sdk.KEY, "cn-beijing").getErrorMessage()).contains("region");
	}

	@ParameterizedTest
	@EnumSource(value = SignVersion.class, names = { "V1", "V4" })
	void refusesAnExpiredPresignedUrl(SignVersion version) throws IOException {
		URI url = Presigned.url(this.emulator, version, Sdk.KEY, HttpMethod.GET, "models", "key");
		this.ahead = Duration.ofMinutes(59);
		assertThat(get(url).status()).isEqualTo(200);
		this.ahead = Duration.ofMinutes(61);
		Reply reply = get(url);
		assertThat(reply.status()).isEqualTo(403);
		assertThat(reply.body()).contains("<Code>AccessDenied</Code>", "Request has expired.");
	}

	@Test
	void refusesAUrlThatWasChanged() throws IOException {
		for (String version : VERSIONS) {
			URI url = Presigned.url(this.emulator, SignVersion.valueOf(version), Sdk.STS, HttpMethod.GET, "models",
					"key");
			this.emulator.bucket("models").put("kez", new byte[1]);
			assertThat(get(URI.create(url.toString().replace("/key?", "/kez?"))).body())
				.contains("SignatureDoesNotMatch");
			assertThat(get(URI.create(url + "&acl")).body()).as("a sub-resource").contains("SignatureDoesNotMatch");
			assertThat(get(URI.create(url.toString().replace("token%2B", "token%2C"))).body())
				.contains("InvalidSecurityToken");
		}
	}

	@Test
	void refusesAUrlForAnotherMethod() throws IOException {
		URI url = Presigned.url(this.emulator, SignVersion.V4, Sdk.KEY, HttpMethod.PUT, "models", "key");
		assertThat(get(url).body()).contains("SignatureDoesNotMatch", "<CanonicalRequest>GET");
	}

	@Test
	void refusesRequestsThatAreNotSigned() throws IOException {
		Reply reply = get(URI.create(this.emulator.endpoint() + "/models/key?"));
		assertThat(reply.status()).isEqualTo(403);
		assertThat(reply.body()).contains("<Code>AccessDenied</Code>");
	}

	@Test
	void refusesUrlsThatShouldLiveTooLong() throws IOException {
		URI url = Presigned.url(this.emulator, "models", "key");
		Reply reply = get(URI.create(url.toString().replaceAll("x-oss-expires=\\d+", "x-oss-expires=604801")));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.body()).contains("604800");
	}

	@Test
	void signsNoRange() throws IOException {
		URI url = Presigned.url(this.emulator, "models", "key");
		try (RawClient client = new RawClient(this.emulator)) {
			client.get(url, "Range: bytes=1-2", "If-Match: *", "User-Agent: anything");
			assertThat(client.head().status()).isEqualTo(206);
			client.body(2);
			client.get(url, "x-oss-meta-unsigned: 1");
			assertThat(client.head().status()).as("an x-oss- header is signed").isEqualTo(403);
		}
	}

	private record Reply(int status, String body) {
	}

	@ParameterizedTest
	@ValueSource(strings = { "acl", "acl=" })
	void signsAnEmptySubResourceWithoutItsEqualsSign(String query) throws IOException {
		try (RawClient client = new RawClient(this.emulator)) {
			client.send(SignedHead.of("GET", "127.0.0.1", "/models/", query, "/models/", "acl", Map.of()));
			assertThat(client.head().status()).isEqualTo(200);
		}
	}

}
