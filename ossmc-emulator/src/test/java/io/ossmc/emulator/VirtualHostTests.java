package io.ossmc.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.OSSObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Buckets as names of hosts, beside buckets in paths. */
class VirtualHostTests {

	private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

	private final OssEmulator emulator = OssEmulator.builder()
		.credentials("ak", "secret")
		.domain("OSS.localhost")
		.start();

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models").put("digits", CONTENT);
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	@ParameterizedTest
	@CsvSource({ "models.localhost:1,/digits", "models.localhost,/digits", "Models.OSS.localhost:80,/digits",
			"models.oss-cn-hangzhou.aliyuncs.com,/digits", "models.oss.example:1,/digits", "localhost,/models/digits",
			"localhost:1,/models/digits", "oss.localhost,/models/digits", "127.0.0.1:1,/models/digits",
			"[::1]:1,/models/digits", "oss.example,/models/digits", "emulator,/models/digits" })
	void findsTheBucketInHostOrPath(String host, String path) throws IOException {
		this.client.send(SignedHead.of("GET", host, path, "", "/models/digits", "", Map.of()));
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(200);
		assertThat(this.client.body(head.length())).isEqualTo(CONTENT);
	}

	@ParameterizedTest
	@CsvSource({ "missing.localhost", "missing.oss.localhost:80", "missing.oss-cn-hangzhou-internal.aliyuncs.com" })
	void saysThatABucketIsMissingAndNotThatTheSignatureIsWrong(String host) throws IOException {
		for (String path : new String[] { "/digits", "/" }) {
			this.client.send(SignedHead.of("GET", host, path, "", "/missing" + path, "", Map.of()));
			RawClient.Head head = this.client.head();
			assertThat(head.status()).isEqualTo(404);
			assertThat(new String(this.client.body(head.length()), StandardCharsets.UTF_8))
				.contains("<Code>NoSuchBucket</Code>", "<BucketName>missing</BucketName>");
		}
	}

	@Test
	void listsABucketThatIsTheHost() throws IOException {
		this.client.send(SignedHead.of("GET", "models.localhost", "/", "list-type=2", "/models/", "", Map.of()));
		RawClient.Head head = this.client.head();
		assertThat(new String(this.client.body(head.length()), StandardCharsets.UTF_8)).contains("<Key>digits</Key>");
	}

	/** It finds the hosts' addresses by taking the emulator for its proxy. */
	@ParameterizedTest
	@EnumSource(names = { "V1", "V4" })
	void servesTheSdk(SignVersion version) throws IOException {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setSignatureVersion(version);
		configuration.setMaxErrorRetry(0);
		configuration.setProxyHost("127.0.0.1");
		configuration.setProxyPort(this.emulator.port());
		OSS oss = OSSClientBuilder.create()
			.endpoint("http://oss.localhost")
			.region(this.emulator.region())
			.credentialsProvider(new DefaultCredentialProvider(Sdk.KEY))
			.clientConfiguration(configuration)
			.build();
		oss.putObject("models", "new", new ByteArrayInputStream(CONTENT));
		try (OSSObject object = oss.getObject("models", "new")) {
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(CONTENT);
		}
		assertThat(oss.listObjectsV2("models").getObjectSummaries()).hasSize(2);
		assertThatThrownBy(() -> oss.getObject("missing", "new")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchBucket"));
		oss.shutdown();
	}

}
