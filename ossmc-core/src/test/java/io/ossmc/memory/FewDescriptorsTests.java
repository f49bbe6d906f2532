package io.ossmc.memory;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import io.ossmc.OssModelException;
import io.ossmc.root.FileTrees;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.system.Descriptors;
import io.ossmc.system.FileErrors;
import io.ossmc.system.OwnedDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process that may have few descriptors: {@code ulimit -n}. */
@Timeout(120)
class FewDescriptorsTests {

	@TempDir
	private Path directory;

	@Test
	void manyMappedFilesGoWithFewDescriptorsAtATimeAndNoneIsLost() throws Exception {
		assertThat(child(1024, "allow", Evictions.class)).contains("3000 files of 3000 went");
	}

	@ParameterizedTest
	@ValueSource(strings = { "allow", "deny" })
	void nothingIsLostWhenThereIsNoDescriptorAtAll(String nativeAccess) throws Exception {
		assertThat(child(256, nativeAccess, Exhaustion.class)).contains("all went");
	}

	/** Classes in jars, as in production: those in folders take a descriptor each. */
	private String classPath() throws IOException {
		List<String> elements = new ArrayList<>();
		for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(element);
			if (Files.isDirectory(path)) {
				Path jar = this.directory.resolve(elements.size() + ".jar");
				pack(path, jar);
				path = jar;
			}
			elements.add(path.toString());
		}
		return String.join(File.pathSeparator, elements);
	}

	private static void pack(Path folder, Path jar) throws IOException {
		try (Stream<Path> walk = Files.walk(folder); var out = new JarOutputStream(Files.newOutputStream(jar))) {
			for (Path file : walk.filter(Files::isRegularFile).toList()) {
				out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
				Files.copy(file, out);
			}
		}
	}

	private String child(int descriptors, String nativeAccess, Class<?> program) throws Exception {
		Path root = this.directory.resolve("root");
		Process child = new ProcessBuilder("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh",
				ProcessHandle.current().info().command().orElseThrow(), "-Xmx64m",
				nativeAccess.equals("deny") ? "--illegal-native-access=deny" : "--enable-native-access=ALL-UNNAMED",
				"-cp", classPath(), program.getName(), root.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(child.waitFor()).as(output).isZero();
		assertThat(root).as("the owner cleaned up").isEmptyDirectory();
		return output;
	}

	/** Files that go while each is mapped by us, as those of a model are. */
	static final class Evictions {

		private static final int FILES = 3_000;

		private Evictions() {
		}

		public static void main(String[] arguments) throws Exception {
			try (Owner owner = MemoryRoot.open(Path.of(arguments[0]), null).claim()) {
				final List<SharedRegion> regions = new ArrayList<>();
				final List<RegionLease> leases = new ArrayList<>();
				for (int i = 0; i < FILES; i++) {
					final SharedRegion region = SharedRegion.create(owner.directory().resolve("staging" + i), 4096);
					region.publish(owner.shelf().newPlace());
					regions.add(region);
					leases.add(region.lease());
				}
				final long before = Descriptors.now().open();
				final List<CompletableFuture<Void>> freed = new ArrayList<>();
				for (SharedRegion region : regions) {
					freed.add(region.whenFreed());
					region.close();
					owner.shelf().discard(region.path());
				}
				check(Descriptors.now().open() <= before + 64 + 8,
						Descriptors.now().open() + " descriptors, " + before + " before");
				Files.writeString(owner.directory().resolve("ours"), "the application has files too");
				check(files(owner) >= FILES - 64, "those that are not held keep a name: " + files(owner));
				check(freed.stream().noneMatch(CompletableFuture::isDone), "what is mapped is charged");
				leases.forEach(RegionLease::close);
				CompletableFuture.allOf(freed.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
				check(files(owner) == 2, "nothing but the marker and our own: " + files(owner));
				System.out.println(freed.size() + " files of " + FILES + " went");
			}
		}

	}

	/** Files that go while there is not one descriptor to be had. */
	static final class Exhaustion {

		private Exhaustion() {
		}

		public static void main(String[] arguments) throws Exception {
			try (Owner owner = MemoryRoot.open(Path.of(arguments[0]), null).claim()) {
				final SharedRegion region = SharedRegion.create(owner.directory().resolve("staging"), 4096);
				region.publish(owner.shelf().newPlace());
				final Path version = Files.createDirectories(owner.directory().resolve("versions/model/one/sub"));
				region.link(version.resolve("file"));
				final SharedRegion filling = SharedRegion.create(owner.directory().resolve("filling"), 4096);
				final CompletableFuture<Void> freed = CompletableFuture.allOf(region.whenFreed(), filling.whenFreed());
				final Deque<FileChannel> taken = new ArrayDeque<>();
				final IOException none = exhaust(taken, owner.directory().resolve(OwnedDirectory.MARKER));
				expect(() -> filling.writer(0, 10, false));
				expect(() -> {
					throw FileErrors.inRoot("It cannot be done", owner.directory(), "?", none);
				});
				expect(filling::lease);
				check(!region.heldElsewhere(), "it cannot be told");
				check(!FileTrees.delete(owner.directory().resolve("versions/model/one")), "nothing can be opened");
				filling.close();
				region.close();
				owner.shelf().discard(region.path());
				await().during(Duration.ofMillis(300)).until(() -> !freed.isDone());
				while (!taken.isEmpty()) {
					taken.pop().close();
				}
				freed.get(30, TimeUnit.SECONDS);
				await().untilAsserted(() -> check(files(owner) == 1, "nothing but the marker: " + files(owner)));
				System.out.println("all went");
			}
		}

		private static IOException exhaust(Deque<FileChannel> taken, Path file) {
			while (true) {
				try {
					taken.push(FileChannel.open(file));
				}
				catch (IOException ex) {
					return ex;
				}
			}
		}

		private static void expect(Runnable opening) {
			try {
				opening.run();
			}
			catch (OssModelException ex) {
				check(ex.getMessage().contains("too many open files (") && ex.getMessage().contains(" of 256)")
						&& ex.getMessage().contains("ulimit -n"), ex.getMessage());
				return;
			}
			throw new AssertionError("It was opened");
		}

	}

	private static long files(Owner owner) throws IOException {
		try (Stream<Path> walk = Files.walk(owner.directory())) {
			return walk.filter(Files::isRegularFile).count();
		}
	}

	private static void check(boolean right, String what) {
		if (!right) {
			throw new AssertionError(what);
		}
	}

}
