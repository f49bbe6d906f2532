package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.ModelLease;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssObject;
import io.ossmc.emulator.HandledRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The bucket in the name of the host: the only form that OSS itself takes. */
@Timeout(60)
class VirtualHostTests {

	@RegisterExtension
	final Oss oss = Oss.withVirtualHosts();

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "plain.bin", "sub/b c+d%é.bin", "a//b", "q?x=1&y=2#z", "models/plain", "日本語" })
	void listsAndReadsUnderBothSignatures(String key) {
		byte[] content = this.oss.put(key, 1_500_000);
		for (String region : new String[] { "cn-hangzhou", null }) {
			try (OssModelConnector connector = this.oss.connector(this.directory).region(region).build();
					OssObject object = connector.open(Oss.uri(key))) {
				assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).as("region %s", region).isEqualTo(content);
				assertThat(connector.list(Oss.uri("")).map(ObjectSummary::key)).containsExactly(key);
			}
		}
		assertEveryBucketIsAHost();
	}

	@Test
	void preparesADirectory() throws IOException {
		byte[] content = this.oss.put("model/weights w.bin", 3_000_000);
		try (OssModelConnector connector = this.oss.open(this.directory);
				ModelLease lease = connector.prepareDirectory(Oss.uri("model/"), this.directory.resolve("place"))
					.lease()) {
			assertThat(Files.readAllBytes(lease.path("weights w.bin"))).isEqualTo(content);
		}
		assertEveryBucketIsAHost();
	}

	@Test
	void saysThatTheBucketIsMissing() {
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThatExceptionOfType(OssModelNotFoundException.class)
				.isThrownBy(() -> connector.open("oss://missing/key"));
			assertThatExceptionOfType(OssModelNotFoundException.class)
				.isThrownBy(() -> connector.list("oss://missing/").count());
		}
	}

	private void assertEveryBucketIsAHost() {
		List<HandledRequest> requests = this.oss.emulator().requests();
		assertThat(requests).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.request().header("host")).get()
				.asString()
				.startsWith("models.oss.localhost:"));
	}

}
