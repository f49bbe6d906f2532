package io.ossmc.memory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ossmc.system.Pages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that somebody else keeps. */
@Timeout(60)
class LingeringTests {

	private static final byte[] BYTES = RegionTests.random(100_000);

	@TempDir
	private Path directory;

	private SharedRegion region;

	@BeforeEach
	void publish() {
		this.region = SharedRegion.create(this.directory.resolve("staging"), BYTES.length);
		RegionTests.fill(this.region, BYTES, 30_000, 30_000);
		this.region.publish(this.directory.resolve("model"));
	}

	@Test
	void aFileThatNobodyHasIsFreedAtOnce() throws Exception {
		assertThat(this.region.heldElsewhere()).isFalse();
		this.region.close();
		this.region.whenFreed().get(10, TimeUnit.SECONDS);
		this.region.whenReleased().get(10, TimeUnit.SECONDS);
		assertThat(this.region.lingers()).isFalse();
	}

	@Test
	void ourOwnMappingDoesNotCountAsSomebodyElses() throws Exception {
		try (RegionLease lease = this.region.lease()) {
			assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(BYTES[0]);
		}
		assertThat(this.region.heldElsewhere()).isFalse();
		try (RegionLease lease = this.region.lease()) {
			assertThat(this.region.heldElsewhere()).as("leased").isFalse();
			assertThat(lease.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(BYTES);
		}
		this.region.close();
		this.region.whenFreed().get(10, TimeUnit.SECONDS);
	}

	@Test
	void whatAnotherProcessHasOpenLingersUntilItEnds() throws Exception {
		Process other = new ProcessBuilder("sh", "-c", "exec 3<\"$1\"; echo there; read line; cat <&3; exec sleep 100",
				"sh", this.region.path().toString())
			.start();
		try (InputStream output = other.getInputStream()) {
			assertThat(new String(output.readNBytes(6))).isEqualTo("there\n");
			assertThat(this.region.heldElsewhere()).isTrue();
			this.region.close();
			this.region.whenReleased().get(10, TimeUnit.SECONDS);
			assertThat(this.region.lingers()).isTrue();
			assertThat(this.region.whenFreed()).isNotDone();
			assertThat(this.directory).as("its name is gone").isEmptyDirectory();
			other.outputWriter().append('\n').flush();
			assertThat(output.readNBytes(BYTES.length)).as("what the other process reads").isEqualTo(BYTES);
		}
		finally {
			other.destroyForcibly().waitFor();
		}
		this.region.whenFreed().get(10, TimeUnit.SECONDS);
		assertThat(this.region.lingers()).isFalse();
	}

	@Test
	void whatIsOnlyMappedLingersToo() throws Exception {
		try (Arena mapping = Arena.ofShared()) {
			try (FileChannel channel = FileChannel.open(this.region.path())) {
				channel.map(MapMode.READ_ONLY, 0, BYTES.length, mapping);
			}
			assertThat(this.region.heldElsewhere()).isTrue();
			this.region.close();
			this.region.whenReleased().get(10, TimeUnit.SECONDS);
			assertThat(this.region.lingers()).isTrue();
		}
		this.region.whenFreed().get(10, TimeUnit.SECONDS);
	}

	@Test
	void whatHasAnotherNameLingersUntilThatIsGone() throws Exception {
		Path mine = Files.createLink(this.directory.resolve("mine"), this.region.path());
		this.region.close();
		this.region.whenReleased().get(10, TimeUnit.SECONDS);
		assertThat(this.region.lingers()).as("its pages are still there").isTrue();
		assertThat(this.directory.resolve("model")).doesNotExist();
		assertThat(mine).hasBinaryContent(BYTES);
		Files.delete(mine);
		this.region.whenFreed().get(10, TimeUnit.SECONDS);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aStrangersFileOfTheSameNameIsNotWaitedFor() throws Exception {
		Path mine = Files.writeString(this.directory.resolve("users"), "mine");
		Files.move(mine, this.region.path(), StandardCopyOption.REPLACE_EXISTING);
		try (FileChannel channel = FileChannel.open(this.region.path())) {
			this.region.close();
			this.region.whenFreed().get(10, TimeUnit.SECONDS);
			assertThat(channel.size()).isEqualTo(4);
		}
	}

	@Test
	void withoutNativeCallsNothingLingers() throws Exception {
		SharedRegion plain = SharedRegion.create(this.directory.resolve("plain"), 10, Optional.empty(),
				new Pages(false, 4096));
		try (FileChannel channel = FileChannel.open(plain.path())) {
			assertThat(plain.heldElsewhere()).isFalse();
			plain.close();
			plain.whenFreed().get(10, TimeUnit.SECONDS);
			assertThat(channel.size()).isEqualTo(10);
		}
		this.region.close();
	}

	/**
	 * The lease that tells is broken by whoever opens the file: by default that kills.
	 */
	@Test
	void askingDisturbsNobodyWhoOpensTheFileMeanwhile() throws Exception {
		AtomicBoolean end = new AtomicBoolean();
		Path path = this.region.path();
		CompletableFuture<Integer> opener = CompletableFuture.supplyAsync(() -> {
			int opened = 0;
			while (!end.get()) {
				try (FileChannel channel = FileChannel.open(path)) {
					opened += (channel.size() == BYTES.length) ? 1 : 0;
				}
				catch (IOException ex) {
					throw new AssertionError(ex);
				}
			}
			return opened;
		});
		int held = 0;
		for (int i = 0; i < 20_000; i++) {
			held += this.region.heldElsewhere() ? 1 : 0;
		}
		end.set(true);
		assertThat(opener.get(10, TimeUnit.SECONDS)).isPositive();
		assertThat(held).isBetween(1, 19_999);
		this.region.close();
		this.region.whenFreed().get(10, TimeUnit.SECONDS);
	}

}
