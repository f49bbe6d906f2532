package io.ossmc.connector;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import example.Careless;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Leases that are lost are noticed. */
@Timeout(60)
class LeakTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final List<String> logged = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> recorder = new AppenderBase<>() {
		@Override
		protected void append(ILoggingEvent event) {
			LeakTests.this.logged.add(event.getLevel() + " " + event.getFormattedMessage());
		}
	};

	@BeforeEach
	void record() {
		this.recorder.start();
		((Logger) LoggerFactory.getLogger("io.ossmc.cache")).addAppender(this.recorder);
	}

	@AfterEach
	void stopRecording() {
		((Logger) LoggerFactory.getLogger("io.ossmc.cache")).detachAppender(this.recorder);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aLeaseThatIsLostIsNamedInTheLogOnceAndKeepsItsMemory(boolean places) {
		this.oss.put("model/file", 10);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.leakDetection(places)
			.model(ModelSpec.builder("model", "oss://models/model/").mode(ModelMode.LAZY).build())
			.build()) {
			OssModel model = connector.model("model");
			model.lease().close();
			Careless.lose(model);
			await().untilAsserted(() -> {
				System.gc();
				assertThat(this.logged).hasSize(1);
			});
			assertThat(this.logged.getFirst()).startsWith("WARN A lease of model model");
			if (places) {
				assertThat(this.logged.getFirst()).contains("example.Careless.lose(Careless.java:");
			}
			else {
				assertThat(this.logged.getFirst()).contains("leak-detection");
			}
			assertThat(model.evict()).as("a view of it may be in use").isFalse();
			assertThat(model.progress().state()).isEqualTo(ModelState.READY);
		}
	}

}
