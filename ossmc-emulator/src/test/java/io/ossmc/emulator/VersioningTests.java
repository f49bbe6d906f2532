package io.ossmc.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions of objects ({@code x-oss-version-id}, {@code versionId}). */
class VersioningTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	@Test
	void areToldAndFound() throws IOException {
		Bucket bucket = this.emulator.bucket("models");
		bucket.put("key", bytes("before"));
		bucket.versioning(true);
		bucket.put("key", bytes("first"));
		try (RawClient client = new RawClient(this.emulator)) {
			client.send(SignedHead.of("HEAD", "models", "key", "", Map.of()));
			String first = client.head().header("x-oss-version-id");
			assertThat(first).startsWith("CAEQ");
			bucket.put("key", bytes("second"));
			client.send(SignedHead.of("GET", "models", "key", "versionId=" + first, Map.of()));
			RawClient.Head head = client.head();
			assertThat(head.header("x-oss-version-id")).isEqualTo(first);
			assertThat(client.body(head.length())).isEqualTo(bytes("first"));
			client.send(SignedHead.of("GET", "models", "key", "versionId=null", Map.of()));
			assertThat(client.body(client.head().length())).isEqualTo(bytes("before"));
			client.send(SignedHead.of("GET", "models", "key", "versionId=unknown", Map.of()));
			RawClient.Head unknown = client.head();
			assertThat(unknown.status()).isEqualTo(404);
			assertThat(new String(client.body(unknown.length()), StandardCharsets.UTF_8))
				.contains("<Code>NoSuchVersion</Code>");
			client.send(SignedHead.of("GET", "models", "key", "versionId", Map.of()));
			assertThat(client.head().status()).isEqualTo(400);
		}
	}

	@Test
	void areUnknownWhereNoneAreKept() throws IOException {
		this.emulator.bucket("models").put("key", bytes("only"));
		try (RawClient client = new RawClient(this.emulator)) {
			client.send(SignedHead.of("GET", "models", "key", "versionId=null", Map.of()));
			RawClient.Head head = client.head();
			assertThat(head.header("x-oss-version-id")).isEqualTo("(none)");
			assertThat(client.body(head.length())).isEqualTo(bytes("only"));
			client.send(SignedHead.of("HEAD", "models", "key", "versionId=CAEQ", Map.of()));
			assertThat(client.head().status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "V1", "V4" })
	void surviveADeletion(SignVersion version) throws IOException {
		this.emulator.bucket("models").versioning(true);
		OSS oss = Sdk.client(this.emulator, version, Sdk.KEY);
		String id = oss.putObject("models", "key", new ByteArrayInputStream(bytes("kept"))).getVersionId();
		oss.deleteObject("models", "key");
		assertThat(oss.listObjectsV2("models").getObjectSummaries()).isEmpty();
		assertThatThrownBy(() -> oss.getObject("models", "key")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchKey"));
		try (OSSObject object = oss.getObject(new GetObjectRequest("models", "key", id))) {
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(bytes("kept"));
		}
		oss.deleteVersion("models", "key", id);
		assertThatThrownBy(() -> oss.getObject(new GetObjectRequest("models", "key", id))).isInstanceOfSatisfying(
				OSSException.class, (ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchVersion"));
		assertThat(oss.getBucketVersioning("models").getStatus()).isEqualTo("Enabled");
		oss.shutdown();
	}

	@Test
	void comeBackWhenTheNewestIsRemoved() throws IOException {
		Bucket bucket = this.emulator.bucket("models");
		bucket.versioning(true);
		bucket.put("key", bytes("older"));
		OSS oss = Sdk.client(this.emulator, SignVersion.V4, Sdk.KEY);
		String newer = oss.putObject("models", "key", new ByteArrayInputStream(bytes("newer"))).getVersionId();
		oss.deleteVersion("models", "key", newer);
		try (OSSObject object = oss.getObject("models", "key")) {
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(bytes("older"));
		}
		oss.shutdown();
	}

	@Test
	void areRefusedByFolders(@TempDir Path root) throws IOException {
		Files.createDirectories(root.resolve("folder"));
		try (OssEmulator folders = OssEmulator.builder().credentials("ak", "secret").root(root).start()) {
			Bucket bucket = folders.bucket("folder");
			assertThatThrownBy(() -> bucket.versioning(true)).isInstanceOf(UnsupportedOperationException.class)
				.hasMessageContaining("folder");
		}
	}

}
