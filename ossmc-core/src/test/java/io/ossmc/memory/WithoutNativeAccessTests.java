package io.ossmc.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.ossmc.checksum.Crc64;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.system.Libc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything works, slower, in a JVM that denies native access. */
class WithoutNativeAccessTests {

	@Test
	void everythingWorksWhereNativeAccessIsDenied(@TempDir Path directory) throws IOException {
		final Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx32m",
				"--illegal-native-access=deny", "-cp", System.getProperty("java.class.path"), Denied.class.getName(),
				directory.toString())
			.redirectErrorStream(true)
			.start();
		final String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(child.onExit().join().exitValue()).as(output).isZero();
		assertThat(output).contains("native calls: false, CRC-64 by Java").contains("enable-native-access");
		assertThat(directory).as("the owner cleaned up").isEmptyDirectory();
	}

	/** The child. */
	static final class Denied {

		private Denied() {
		}

		public static void main(String[] arguments) {
			System.out
				.println("native calls: " + Libc.instance().isPresent() + ", CRC-64 by " + Crc64.implementation());
			final byte[] bytes = RegionTests.random(3_000_000);
			final MemoryRoot root = MemoryRoot.open(Path.of(arguments[0]), 10_000_000L);
			try (Owner owner = root.claim();
					PrivateRegion hidden = PrivateRegion.allocate(bytes.length);
					SharedRegion shared = SharedRegion.create(owner.directory().resolve("a"), bytes.length)) {
				check(Owner.livingOwnerOf(shared.path()).isPresent(), "the owner lives");
				for (Region region : new Region[] { hidden, shared }) {
					RegionTests.fill(region, bytes, 1_000_000, 300_000);
					Thread.currentThread().interrupt();
					final RegionLease lease = region.lease();
					check(Thread.interrupted(), "an interrupt stays, and nothing is lost by it");
					final MemorySegment view = lease.segment();
					check(view.mismatch(MemorySegment.ofArray(bytes)) == -1, "the bytes are right");
					lease.close();
					check(region == hidden || !view.scope().isAlive(), "views of files die with their lease");
				}
				shared.publish(owner.directory().resolve("b"));
				root.claim().close();
				check(shared.path().toFile().length() == bytes.length, "another claim leaves us alone");
			}
		}

		private static void check(boolean right, String what) {
			if (!right) {
				throw new AssertionError("Not so: " + what);
			}
		}

	}

}
