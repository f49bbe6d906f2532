package io.ossmc.environment;

import java.io.InputStream;
import java.nio.file.Path;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A JVM that cannot name files beyond ASCII, and says so. */
class NamesWithoutLocale {

	@TempDir
	Path directory;

	@Test
	void aFileThatCannotBeNamedIsASentenceWithTheRemedyAndItsNeighboursAreThere() throws Exception {
		try (OssModelConnector connector = ChildProgram.oss().connector(this.directory.resolve("root")).build()) {
			OssModel named = connector.prepare(spec("named").exclude(OnOss.BEYOND_ASCII).build());
			OssModel all = connector.prepare(spec("all").build());
			assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(all::await)
				.withMessageContaining(OnOss.BEYOND_ASCII.getFirst())
				.withMessageContaining("LC_ALL=C.UTF-8");
			try (ModelLease lease = named.lease()) {
				assertThat(lease.path("weights.bin")).hasBinaryContent(OnOss.content());
			}
		}
	}

	@Test
	void suchAnObjectCanBeOpenedSinceItIsNoFile() throws Exception {
		try (OssModelConnector connector = ChildProgram.oss().connector(this.directory.resolve("root")).build()) {
			for (String name : OnOss.BEYOND_ASCII) {
				try (OssObject object = connector.open(OnOss.MODEL + name);
						InputStream stream = object.newInputStream()) {
					assertThat(stream.readAllBytes()).isEqualTo(OnOss.content());
				}
			}
		}
	}

	private static ModelSpec.Builder spec(String name) {
		return ModelSpec.builder(name, OnOss.MODEL).mode(ModelMode.LAZY);
	}

}
