package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What hangs without end, what goes on beside it, and when it is given up. */
@Timeout(60)
class HangingTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final String OTHER = "other-bucket";

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	@AfterEach
	void letGo() {
		this.end.complete(null);
	}

	@Test
	void healthyObjectsComeBesideFortyWhoseChecksumIsAskedForInVain() throws Exception {
		byte[] good = this.oss.put("good", 1 << 20);
		IntStream.range(0, 40).forEach((i) -> this.oss.put("bad-" + i, 1000));
		silentInquiries();
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxConnections(16)
			.stallTimeout(NEVER)
			.giveUpAfter(NEVER)
			.build()) {
			List<OssObject> bad = IntStream.range(0, 40).mapToObj((i) -> connector.open(Oss.uri("bad-" + i))).toList();
			OssObject object = connector.open(Oss.uri("good"));
			bad.forEach(OssObject::whenReady);
			await().untilAsserted(() -> assertThat(this.oss.gets()).hasSizeGreaterThanOrEqualTo(16));
			assertThat(object.whenReady().get(20, TimeUnit.SECONDS).segment().toArray(ValueLayout.JAVA_BYTE))
				.isEqualTo(good);
		}
	}

	@Test
	void aChecksumThatIsAskedForInVainEndsWithTheObject() {
		this.oss.put("bad-0", 1000);
		silentInquiries();
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxConnections(1)
			.minConnections(1)
			.stallTimeout(NEVER)
			.giveUpAfter(Duration.ofSeconds(1))
			.build()) {
			byte[] good = this.oss.put("good", 1000);
			OssObject bad = connector.open(Oss.uri("bad-0"));
			OssObject object = connector.open(Oss.uri("good"));
			assertThat(bad.segment().byteSize()).isEqualTo(1000);
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(good);
		}
	}

	/**
	 * Of what is bad: GETs bring no checksum, and HEADs after the first one no answer.
	 */
	private void silentInquiries() {
		Set<String> described = ConcurrentHashMap.newKeySet();
		this.oss.emulator().requestHook((request) -> {
			if (!request.key().startsWith("bad")) {
				return Reaction.proceed();
			}
			return (request.kind() == RequestKind.HEAD_OBJECT && !described.add(request.key()))
					? Reaction.when(this.end) : Reaction.omitHeader("x-oss-hash-crc64ecma");
		});
	}

	@Test
	void aSupplierOfCredentialsThatHangsDelaysItsOwnBucketOnlyAndIsGivenUp() throws Exception {
		byte[] good = this.oss.put("good", 1 << 20);
		IntStream.range(0, 40).forEach((i) -> this.oss.emulator().bucket(OTHER).put("bad-" + i, new byte[1000]));
		// It describes the objects and then signs nothing.
		BooleanSupplier hangs = () -> Thread.currentThread().getName().startsWith("ossmc-fetch-");
		try (OssModelConnector connector = otherBucket(hangs).maxConnections(16)
			.giveUpAfter(Duration.ofSeconds(3))
			.build()) {
			List<OssObject> bad = IntStream.range(0, 40)
				.mapToObj((i) -> connector.open("oss://" + OTHER + "/bad-" + i))
				.toList();
			List<CompletableFuture<OssObject>> failed = bad.stream().map(OssObject::whenReady).toList();
			try (OssObject object = connector.open(Oss.uri("good"))) {
				assertThat(object.whenReady().get(20, TimeUnit.SECONDS).segment().toArray(ValueLayout.JAVA_BYTE))
					.isEqualTo(good);
			}
			for (CompletableFuture<OssObject> object : failed) {
				assertThatThrownBy(() -> object.get(20, TimeUnit.SECONDS))
					.hasCauseInstanceOf(OssModelTransferException.class)
					.hasMessageContaining("credentials")
					.hasMessageContaining(OTHER);
			}
		}
	}

	@Test
	void whoAsksForAnObjectDoesNotWaitForASupplierForEver() {
		this.oss.emulator().bucket(OTHER).put("bad", new byte[1000]);
		AtomicBoolean hangs = new AtomicBoolean(true);
		try (OssModelConnector connector = otherBucket(hangs::get).giveUpAfter(Duration.ofSeconds(1)).build()) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(OssModelTransferException.class)
					.isThrownBy(() -> connector.open("oss://" + OTHER + "/bad"))
					.withMessageContaining("credentials");
			}
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.list("oss://" + OTHER + "/").count())
				.withMessageContaining("credentials");
			hangs.set(false);
			this.end.complete(null);
			await().untilAsserted(() -> assertThat(connector.list("oss://" + OTHER + "/").count()).isEqualTo(1));
		}
	}

	/** With credentials for one bucket that may hang. */
	private OssModelConnectorBuilder otherBucket(BooleanSupplier hangs) {
		return this.oss.connector(this.directory)
			.stallTimeout(NEVER)
			.bucket(OTHER, new BucketSettings(null, null, () -> {
				if (hangs.getAsBoolean()) {
					this.end.join();
				}
				return new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null);
			}));
	}

}
