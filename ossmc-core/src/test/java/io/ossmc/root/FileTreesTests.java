package io.ossmc.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ossmc.memory.SmallTmpfs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FileTreesTests {

	@TempDir
	Path directory;

	@Test
	void linksAreDeletedAndNotFollowed() throws IOException {
		Path tree = Files.createDirectories(this.directory.resolve("tree/sub")).getParent();
		Path elsewhere = Files.createDirectory(this.directory.resolve("elsewhere"));
		Path mine = Files.writeString(elsewhere.resolve("mine.txt"), "precious");
		Files.createSymbolicLink(tree.resolve("sub/link"), elsewhere);
		Files.createSymbolicLink(tree.resolve("dangling"), this.directory.resolve("nowhere"));
		FileTrees.delete(tree);
		assertThat(tree).doesNotExist();
		assertThat(mine).hasContent("precious");
		FileTrees.delete(tree);
	}

	@Test
	void whatCannotBeDeletedStaysAndTheRestGoes() throws IOException {
		try (SmallTmpfs busy = SmallTmpfs.mount("size=1m")) {
			Path tree = busy.directory();
			Path file = Files.writeString(tree.resolve("file"), "content");
			FileTrees.delete(tree);
			assertThat(file).doesNotExist();
			assertThat(tree).as("a mount point cannot be deleted").exists();
		}
	}

}
