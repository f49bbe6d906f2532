package io.ossmc.version;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.checksum.Crc64;
import io.ossmc.memory.RegionWriter;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.memory.SharedRegion;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an earlier process left is looked at where threads are short. */
@Timeout(60)
class VerificationTests {

	private static final byte[] BYTES = "left by a process that is gone".getBytes();

	@TempDir
	Path directory;

	private Owner owner;

	private MemoryBudget budget;

	private StoredFiles files;

	@BeforeEach
	void claim() {
		MemoryRoot root = MemoryRoot.open(this.directory.resolve("root"), 1L << 20);
		this.owner = root.claim();
		IdleEntries idle = new IdleEntries(Runnable::run);
		this.budget = new MemoryBudget(1L << 20, new RetainedMemory(System::nanoTime), idle);
		this.files = new StoredFiles(this.owner, root, this.budget, idle, Duration.ofMinutes(1),
				new OssModelListener() {
				});
	}

	@AfterEach
	void close() {
		this.owner.close();
	}

	@Test
	void aSecondThreadThatCannotBeStartedIsNoMatter() throws Exception {
		AtomicInteger started = new AtomicInteger();
		try (Verification verification = new Verification(
				(task) -> (started.incrementAndGet() == 1) ? new Thread(task) : refused())) {
			for (String name : new String[] { "one", "two", "three" }) {
				StoredFile held = left(name);
				verification.begin(held, Crc64.update(0, ByteBuffer.wrap(BYTES)));
				held.complete().get(20, TimeUnit.SECONDS);
				assertThat(held.verified()).isTrue();
			}
		}
	}

	@Test
	void whereThereIsNoThreadAtAllWhoWaitsIsTold() throws Exception {
		ThreadFactory none = (_) -> refused();
		try (Verification verification = new Verification(none)) {
			StoredFile held = left("one");
			verification.begin(held, 0);
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> held.complete().get(20, TimeUnit.SECONDS))
				.withCauseInstanceOf(OssModelTransferException.class);
			held.free().get(20, TimeUnit.SECONDS);
			assertThat(this.budget.used()).isZero();
		}
	}

	private static Thread refused() {
		throw new OutOfMemoryError("unable to create native thread");
	}

	private StoredFile left(String name) throws Exception {
		SharedRegion region = SharedRegion.create(this.owner.directory().resolve(name), BYTES.length);
		try (RegionWriter writer = region.writer(0, BYTES.length, false)) {
			writer.buffer().put(BYTES);
			writer.received(BYTES.length);
		}
		region.publish(this.owner.shelf().newPlace());
		return new StoredFile(this.files, new ObjectVersion(OssUri.parse("oss://models/" + name), "etag", BYTES.length),
				this.budget.request(name, 4096), region);
	}

}
