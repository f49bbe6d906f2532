package io.ossmc.benchmark.server;

import java.nio.file.Path;

import io.ossmc.benchmark.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SourceFilesTests {

	@TempDir
	Path root;

	@Test
	void whatDoesNotFitIsSaidBeforeAByteIsWritten() {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> new SourceFiles(this.root, 2, 1L << 60))
			.withMessageContaining("that are free in " + this.root)
			.withMessageContaining("Give a smaller --object");
		assertThat(this.root).isEmptyDirectory();
	}

}
