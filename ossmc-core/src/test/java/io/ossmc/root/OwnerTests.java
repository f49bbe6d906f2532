package io.ossmc.root;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.ossmc.system.Libc;
import io.ossmc.system.OwnedDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class OwnerTests {

	@TempDir
	private Path directory;

	@Test
	void eachClaimHasADirectoryOfItsOwnThatGoesWithIt() throws IOException {
		final MemoryRoot root = MemoryRoot.open(this.directory, null);
		final Owner one = root.claim();
		final Path first = one.directory();
		try (Owner two = root.claim()) {
			assertThat(first).isDirectory().isNotEqualTo(two.directory()).hasParent(root.directory());
			Files.createDirectories(first.resolve("deep/er"));
			Files.writeString(first.resolve("deep/er/file"), "x");
			assertThat(Owner.livingOwnerOf(first.resolve("deep/er/file")))
				.hasValueSatisfying((owner) -> assertThat(owner).contains("process " + ProcessHandle.current().pid()));
			one.close();
			one.close();
			assertThat(first).doesNotExist();
			assertThat(two.directory()).exists();
		}
		assertThat(this.directory).isEmptyDirectory();
		assertThat(Owner.livingOwnerOf(first)).isEmpty();
	}

	@Test
	void aKilledProcessIsSweptAndALivingOneIsNot() throws Exception {
		final Process doomed = child();
		final Process living = child();
		try (BufferedReader doomedOut = doomed.inputReader(); BufferedReader livingOut = living.inputReader()) {
			final Path dead = claimed(doomedOut);
			final Path alive = claimed(livingOut);
			final MemoryRoot root = MemoryRoot.open(this.directory, null);
			root.claim().close();
			assertThat(dead).as("both live").exists();
			assertThat(Owner.livingOwnerOf(dead)).hasValueSatisfying(
					(owner) -> assertThat(owner).contains("process " + doomed.pid()).contains("started "));

			doomed.destroyForcibly().onExit().get(20, TimeUnit.SECONDS);
			assertThat(dead.resolve("model")).as("kill -9 leaves it behind").exists();
			assertThat(Owner.livingOwnerOf(dead)).isEmpty();
			try (Owner owner = root.claim()) {
				assertThat(dead).doesNotExist();
				assertThat(alive.resolve("model")).exists();
				assertThat(owner.directory()).exists();
			}
		}
		finally {
			doomed.destroyForcibly();
			living.destroyForcibly();
		}
	}

	@Test
	void claimsAtTheSameTimeNeverSweepEachOther() throws Exception {
		final MemoryRoot root = MemoryRoot.open(this.directory, null);
		final List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			all.add(CompletableFuture.runAsync(() -> {
				for (int round = 0; round < 40; round++) {
					try (Owner owner = root.claim()) {
						final Path file = owner.directory().resolve("file");
						Files.writeString(file, "x");
						Sweep.of(root.directory());
						assertThat(file).exists();
					}
					catch (IOException ex) {
						throw new AssertionError(ex);
					}
				}
			}));
		}
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		root.claim().close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void onlyWhatIsOursIsSwept(@TempDir Path outside) throws IOException {
		Files.writeString(outside.resolve("precious"), "x");
		final Path noMarker = Files.createDirectory(this.directory.resolve("c-1-0123456789abcdef"));
		final Path otherName = Files.createDirectory(this.directory.resolve("holiday"));
		Files.writeString(otherName.resolve(OwnedDirectory.MARKER), "pid=1\n");
		final Path link = Files.createSymbolicLink(this.directory.resolve("c-2-0123456789abcdef"), outside);
		Files.writeString(outside.resolve(OwnedDirectory.MARKER), "pid=1\n");
		final Path linkedMarker = Files.createDirectory(this.directory.resolve("c-3-0123456789abcdef"));
		Files.createSymbolicLink(linkedMarker.resolve(OwnedDirectory.MARKER), outside.resolve(OwnedDirectory.MARKER));
		final Path ours = Files.createDirectory(this.directory.resolve("c-4-0123456789abcdef"));
		Files.writeString(ours.resolve(OwnedDirectory.MARKER), "pid=1\n");
		Files.createSymbolicLink(ours.resolve("to"), outside);
		final Path begun = Files.createDirectory(this.directory.resolve(".c-5-0123456789abcdef"));

		MemoryRoot.open(this.directory, null).claim().close();

		assertThat(List.of(noMarker, otherName, link, linkedMarker)).allSatisfy((path) -> assertThat(path).exists());
		assertThat(outside.resolve("precious")).exists();
		assertThat(ours).doesNotExist();
		assertThat(begun).doesNotExist();
	}

	@Test
	void aLockExcludesOthersOfTheSameJvmWithAndWithoutNativeCalls() throws IOException {
		final Path file = Files.createFile(this.directory.resolve("lock"));
		for (Optional<Libc> first : List.of(Libc.instance(), Optional.<Libc>empty())) {
			for (Optional<Libc> second : List.of(Libc.instance(), Optional.<Libc>empty())) {
				final OwnerLock held = OwnerLock.tryLock(file, first).orElseThrow();
				assertThat(OwnerLock.tryLock(file, second)).isEmpty();
				assertThat(OwnerLock.tryLock(file, first)).as("the attempt did not drop it").isEmpty();
				final Path renamed = Files.move(file, file.resolveSibling("renamed"));
				assertThat(OwnerLock.tryLock(renamed, second)).as("under another name").isEmpty();
				Files.move(renamed, file);
				held.close();
				OwnerLock.tryLock(file, second).orElseThrow().close();
			}
		}
	}

	@Test
	void sidecarsMayReadWhereTheAdministratorLetsThem() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxr-x"));
		try (Owner owner = MemoryRoot.open(this.directory, null).claim()) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(owner.directory())))
				.isEqualTo("rwxr-xr-x");
		}
	}

	private static Path claimed(BufferedReader out) {
		return Path
			.of(out.lines().filter((line) -> line.startsWith("claimed ")).findFirst().orElseThrow().substring(8));
	}

	private Process child() throws IOException {
		return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx32m",
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				Claimant.class.getName(), this.directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	/** The child: claims, says where, and waits to be killed. */
	static final class Claimant {

		private Claimant() {
		}

		public static void main(String[] arguments) throws IOException {
			final Owner owner = MemoryRoot.open(Path.of(arguments[0]), null).claim();
			Files.writeString(owner.directory().resolve("model"), "x");
			System.out.println("claimed " + owner.directory());
			System.in.read();
		}

	}

}
