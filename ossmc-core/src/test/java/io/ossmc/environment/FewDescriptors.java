package io.ossmc.environment;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.OssObject;
import io.ossmc.connector.OssModelConnectorBuilder;
import io.ossmc.connector.RemoteOss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A JVM with few descriptors ({@code ulimit -n}), of which the application takes all but
 * a few.
 */
class FewDescriptors {

	private static final int ENOUGH = 12;

	private final Deque<FileInputStream> taken = new ArrayDeque<>();

	@TempDir
	Path directory;

	private OssModelConnector connector;

	private OssModel model;

	@BeforeEach
	void connectWithEverythingLoadedThatIsLoadedOnce() throws Exception {
		this.connector = connector("root");
		this.model = this.connector.prepare(ModelSpec.builder("model", OnOss.MODEL).mode(ModelMode.LAZY).build());
		loadClasses();
		lease();
		open(this.connector);
	}

	/** In an application they come from jars, which are open already. */
	private static void loadClasses() throws Exception {
		Path classes = Path.of(OssModelConnector.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
				String name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
				if (!name.equals("module-info") && !name.endsWith("package-info")) {
					Class.forName(name);
				}
			}
		}
	}

	@AfterEach
	void close() throws IOException {
		release(this.taken.size());
		this.connector.close();
	}

	@Test
	void aModelComesOrFailsWithASentenceAboutDescriptorsAndComesWhenThereAreEnough() throws Exception {
		int failures = 0;
		for (int left = 0; left < ENOUGH; left++) {
			this.model.evict();
			takeAllBut(left);
			try {
				lease();
			}
			catch (OssModelException ex) {
				failures++;
				assertThat(ex).as("with %d descriptors left", left).hasMessageContaining("descriptor");
			}
			release(this.taken.size());
			lease();
		}
		assertThat(failures).as("of %d loads", ENOUGH).isPositive();
	}

	@Test
	void anObjectComesOrFailsWithASentenceAboutDescriptorsAndComesWhenThereAreEnough() throws Exception {
		int failures = 0;
		for (int left = 0; left < ENOUGH; left++) {
			try (OssModelConnector without = connector("without-connections")) {
				takeAllBut(left);
				try {
					open(without);
				}
				catch (OssModelException ex) {
					failures++;
					assertThat(ex).as("with %d descriptors left", left).hasMessageContaining("descriptor");
				}
				release(this.taken.size());
				open(without);
			}
		}
		assertThat(failures).as("of %d opens", ENOUGH).isPositive();
	}

	@Test
	void aNameThatCannotBeAskedForIsNoUnknownHost() throws Exception {
		RemoteOss named = new RemoteOss(ChildProgram.oss().endpoint().replace("127.0.0.1", "localhost"),
				ChildProgram.oss().region());
		assertThat(named.endpoint()).contains("localhost");
		try (OssModelConnector connector = settings(named, "named").build()) {
			takeAllBut(0);
			assertThatExceptionOfType(OssModelException.class).isThrownBy(() -> open(connector))
				.withMessageContaining("descriptor")
				.withMessageNotContaining("unknown");
			release(this.taken.size());
			open(connector);
		}
	}

	private OssModelConnector connector(String root) {
		return settings(ChildProgram.oss(), root).build();
	}

	private OssModelConnectorBuilder settings(RemoteOss oss, String root) {
		return oss.connector(this.directory.resolve(root))
			.maxSize(256L << 20)
			.partSize(1 << 20)
			.giveUpAfter(Duration.ofSeconds(2));
	}

	private void lease() throws IOException {
		try (ModelLease lease = this.model.lease()) {
			assertThat(lease.files()).hasSize(1 + OnOss.BEYOND_ASCII.size());
			assertThat(lease.segment("weights.bin").byteSize()).isEqualTo(OnOss.content().length);
		}
	}

	private static void open(OssModelConnector connector) throws IOException {
		try (OssObject object = connector.open(OnOss.MODEL + "weights.bin")) {
			assertThat(object.newInputStream().readAllBytes()).isEqualTo(OnOss.content());
		}
	}

	private void takeAllBut(int left) throws IOException {
		while (true) {
			try {
				this.taken.add(new FileInputStream("/dev/null"));
			}
			catch (IOException _) {
				// All are taken.
				break;
			}
		}
		release(left);
	}

	private void release(int count) throws IOException {
		for (int released = 0; released < count; released++) {
			this.taken.remove().close();
		}
	}

}
