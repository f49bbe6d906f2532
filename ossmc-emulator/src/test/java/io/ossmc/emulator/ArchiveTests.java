package io.ossmc.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.RestoreConfiguration;
import com.aliyun.oss.model.StorageClass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Archived objects, as OSS documents them (RestoreObject, HeadObject, storage classes).
 */
class ArchiveTests {

	private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final OssEmulator emulator = OssEmulator.builder()
		.credentials("ak", "secret")
		.clock(this.now::get)
		.restoreTime(Duration.ofMinutes(1))
		.start();

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models").put("cold", CONTENT, Map.of("x-oss-storage-class", "Archive"));
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	private void pass(Duration time) {
		this.now.updateAndGet((before) -> before.plus(time));
	}

	private RawClient.Head answer(String method, String key, String query) throws IOException {
		this.client.send(SignedHead.of(method, "models", key, query, Map.of("Content-Length", "0")));
		return this.client.head();
	}

	private String text(RawClient.Head head) throws IOException {
		return new String(this.client.body(head.length()), StandardCharsets.UTF_8);
	}

	@Test
	void isReadableOnceItIsRestoredAndUntilThatExpires() throws IOException {
		assertThat(text(answer("GET", "cold", ""))).contains("<Code>InvalidObjectState</Code>");
		RawClient.Head frozen = answer("HEAD", "cold", "");
		assertThat(frozen.status()).isEqualTo(200);
		assertThat(frozen.header("x-oss-storage-class")).isEqualTo("Archive");
		assertThat(frozen.header("x-oss-restore")).isEqualTo("(none)");
		assertThat(answer("POST", "cold", "restore").status()).isEqualTo(202);
		assertThat(answer("HEAD", "cold", "").header("x-oss-restore")).isEqualTo("ongoing-request=\"true\"");
		RawClient.Head again = answer("POST", "cold", "restore");
		assertThat(again.status()).isEqualTo(409);
		assertThat(text(again)).contains("<Code>RestoreAlreadyInProgress</Code>");
		assertThat(text(answer("GET", "cold", ""))).contains("<Code>InvalidObjectState</Code>");
		assertThat(text(answer("GET", "", ""))).contains("<RestoreInfo>ongoing-request=\"true\"</RestoreInfo>");
		pass(Duration.ofMinutes(1));
		assertThat(answer("HEAD", "cold", "").header("x-oss-restore"))
			.matches("ongoing-request=\"false\", expiry-date=\".* GMT\"");
		assertThat(text(answer("GET", "", ""))).contains("<RestoreInfo>ongoing-request=\"false\", expiry-date=");
		assertThat(text(answer("GET", "cold", ""))).isEqualTo("0123456789");
		assertThat(answer("POST", "cold", "restore").status()).as("stays longer").isEqualTo(200);
		this.now.updateAndGet((before) -> before.plus(Duration.ofDays(2)));
	}

	@Test
	void isFrozenAgainAfterTheDaysAskedFor() throws IOException {
		String body = "<RestoreRequest><Days>3</Days></RestoreRequest>";
		this.client.send(SignedHead.of("POST", "models", "cold", "restore",
				Map.of("Content-Length", Integer.toString(body.length()))) + body);
		assertThat(this.client.head().status()).isEqualTo(202);
		StoredObject object = this.emulator.bucket("models") instanceof ObjectStore store
				? store.find("cold").orElseThrow() : null;
		assertThat(object).isNotNull();
		Instant begun = this.now.get();
		assertThat(object.attributes().isReadable(begun.plusSeconds(59))).isFalse();
		assertThat(object.attributes().isReadable(begun.plusSeconds(61))).isTrue();
		assertThat(object.attributes().isReadable(begun.plus(Duration.ofDays(3)))).isTrue();
		assertThat(object.attributes().isReadable(begun.plus(Duration.ofDays(3)).plusSeconds(61))).isFalse();
	}

	@Test
	void cannotBeRestoredWhereItIsNotArchived() throws IOException {
		this.emulator.bucket("models").put("warm", CONTENT);
		assertThat(text(answer("POST", "warm", "restore"))).contains("<Code>OperationNotSupported</Code>");
		assertThat(text(answer("POST", "missing", "restore"))).contains("<Code>NoSuchKey</Code>");
		this.client.send(SignedHead.of("PUT", "models", "x", "",
				Map.of("Content-Length", "0", "x-oss-storage-class", "Lukewarm")));
		assertThat(text(this.client.head())).contains("<Code>InvalidArgument</Code>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Archive", "ColdArchive", "DeepColdArchive" })
	void isReadDirectlyWhereTheBucketAllowsItAndTheClassIsNotColder(String storageClass) throws IOException {
		this.emulator.bucket("models").put("object", CONTENT, Map.of("X-Oss-Storage-Class", storageClass));
		this.emulator.bucket("models").directRead(true);
		assertThat(answer("GET", "object", "").status()).isEqualTo(storageClass.equals("Archive") ? 200 : 403);
	}

	@Test
	void isRestoredByTestsAtOnceAndFrozenWithAnotherClass() throws IOException {
		this.emulator.bucket("models").restore("cold");
		assertThat(text(answer("GET", "cold", ""))).isEqualTo("0123456789");
		this.emulator.bucket("models").storageClass("cold", "ColdArchive");
		assertThat(answer("GET", "cold", "").status()).isEqualTo(403);
	}

	@ParameterizedTest
	@EnumSource(names = { "V1", "V4" })
	void servesTheSdk(SignVersion version) throws IOException {
		OSS oss = Sdk.client(this.emulator, version, Sdk.KEY);
		ObjectMetadata metadata = new ObjectMetadata();
		metadata.setHeader("x-oss-storage-class", StorageClass.ColdArchive.toString());
		oss.putObject(new PutObjectRequest("models", "colder", new ByteArrayInputStream(CONTENT), metadata));
		assertThatThrownBy(() -> oss.getObject("models", "colder")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("InvalidObjectState"));
		assertThat(oss.restoreObject("models", "colder", new RestoreConfiguration(2)).getStatusCode()).isEqualTo(202);
		assertThatThrownBy(() -> oss.restoreObject("models", "colder")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("RestoreAlreadyInProgress"));
		assertThat(oss.getObjectMetadata("models", "colder").isRestoreCompleted()).isFalse();
		pass(Duration.ofMinutes(1));
		assertThat(oss.getObjectMetadata("models", "colder").isRestoreCompleted()).isTrue();
		try (OSSObject object = oss.getObject("models", "colder")) {
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(CONTENT);
		}
		assertThat(oss.listObjectsV2("models").getObjectSummaries())
			.filteredOn((summary) -> summary.getKey().equals("colder"))
			.extracting(OSSObjectSummary::getStorageClass)
			.containsExactly("ColdArchive");
		oss.shutdown();
	}

}
