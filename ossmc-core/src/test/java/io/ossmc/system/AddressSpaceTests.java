package io.ossmc.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.ossmc.OssModelCapacityException;
import io.ossmc.memory.PrivateRegion;
import io.ossmc.memory.Region;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.memory.SharedRegion;
import io.ossmc.root.MemoryRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Memory that cannot be mapped. */
@Timeout(60)
class AddressSpaceTests {

	@TempDir
	private Path directory;

	@Test
	void whatNoMachineHasIsRefusedWithItsSize() {
		for (long size : new long[] { 1L << 48, 1L << 62, Long.MAX_VALUE - (2L << 20), Long.MAX_VALUE }) {
			try (RetainedMemory retained = new RetainedMemory(System::nanoTime)) {
				List<Runnable> ways = List.of(() -> PrivateRegion.allocate(size), () -> retained.allocate(size),
						() -> PrivateRegion.allocate(size, Optional.empty(), null));
				for (Runnable way : ways) {
					assertThatExceptionOfType(OssModelCapacityException.class).as("%d", size)
						.isThrownBy(way::run)
						.satisfies((ex) -> assertThat(ex.getMessage()).containsAnyOf(size + " bytes",
								PrivateRegion.charge(size) + " bytes"));
				}
			}
			assertThatExceptionOfType(OssModelCapacityException.class)
				.isThrownBy(() -> SharedRegion.create(this.directory.resolve("file"), size))
				.withMessageContaining(size + " bytes");
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	@Test
	void aChargeNeverOverflows() {
		for (long size : new long[] { Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 4096 }) {
			assertThat(PrivateRegion.charge(size)).isGreaterThanOrEqualTo(size);
			assertThat(MemoryRoot.open(this.directory, null).charge(size)).isGreaterThanOrEqualTo(size);
		}
		assertThat(Region.roundUp(Long.MAX_VALUE - (4L << 20), 2L << 20)).isGreaterThan(Long.MAX_VALUE - (4L << 20));
		assertThat(Region.roundUp(4097, 4096)).isEqualTo(8192);
		assertThat(Region.roundUp(0, 4096)).isZero();
	}

	@Test
	void aLimitOfAddressSpaceIsASentenceWithItsNumbers() throws Exception {
		Process child = new ProcessBuilder("sh", "-c", "ulimit -v 6000000; exec \"$@\"", "sh",
				ProcessHandle.current().info().command().orElseThrow(), "-Xmx32m", "-XX:+UseSerialGC",
				"-XX:ReservedCodeCacheSize=32m", "-XX:CompressedClassSpaceSize=32m",
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				Limited.class.getName(), this.directory.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(child.waitFor()).as(output).isZero();
		assertThat(output).contains("memory: ", "file: ");
		assertThat(output.lines().filter((line) -> line.startsWith("memory: ") || line.startsWith("file: ")))
			.allSatisfy((line) -> assertThat(line).contains("1.00 GiB (1073741824 bytes)")
				.contains(" mappings of at most ")
				.contains("an address space of at most 5.72 GiB (6144000000 bytes)")
				.contains("ulimit -v"));
	}

	/** The child: maps until it may not, anonymous memory and a file. */
	static final class Limited {

		private Limited() {
		}

		public static void main(String[] arguments) {
			try (SharedRegion file = SharedRegion.create(Path.of(arguments[0]).resolve("file"), 1L << 30)) {
				System.out.println("memory: " + refusal(() -> PrivateRegion.allocate(1L << 30)));
				System.out.println("file: " + refusal(file::lease));
			}
		}

		private static String refusal(Runnable mapping) {
			for (int i = 0; i < 100; i++) {
				try {
					mapping.run();
				}
				catch (OssModelCapacityException ex) {
					return ex.getMessage();
				}
			}
			throw new AssertionError("100 GiB were mapped");
		}

	}

}
