package io.ossmc.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A JVM whose user is not root, so that it has to make a folder writable before it can
 * remove what is in it.
 */
class ReadOnlyFolder {

	@TempDir
	Path directory;

	@Test
	void whatAnEngineMadeReadOnlyGoesWithItsVersionToo() throws IOException {
		try (OssModelConnector connector = ChildProgram.oss()
			.connector(this.directory.resolve("root"))
			.maxSize(256L << 20)
			.build()) {
			OssModel model = connector.prepare(ModelSpec.builder("model", OnOss.MODEL).mode(ModelMode.LAZY).build());
			try (ModelLease lease = model.lease()) {
				Path compiled = Files.createDirectory(lease.path().resolve("compiled"));
				Files.write(compiled.resolve("kernel"), new byte[1]);
				Files.setPosixFilePermissions(compiled, PosixFilePermissions.fromString("r-xr-xr-x"));
			}
			assertThat(model.evict()).isTrue();
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
		}
		assertThat(this.directory.resolve("root")).isEmptyDirectory();
	}

}
