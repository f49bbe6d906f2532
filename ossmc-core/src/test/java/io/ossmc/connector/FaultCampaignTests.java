package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.fault.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However a server misbehaves: no wrong byte is called verified, none is delivered where
 * a checksum is required, everybody learns in time, who is well served is not held up,
 * and nothing is left afterwards. Run it again with the seed it prints:
 * {@code -Dossmc.test.seed=…}, and with some faults only:
 * {@code -Dossmc.test.faults=body.}
 */
class FaultCampaignTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir(factory = InMemory.class)
	Path directory;

	private final long seed = Long.getLong("ossmc.test.seed", System.nanoTime());

	private final List<Fault> faults = Fault.catalogue()
		.stream()
		.filter((fault) -> fault.name().startsWith(System.getProperty("ossmc.test.faults", "")))
		.toList();

	@Test
	@Timeout(150)
	void eachFaultAtLeastOnce() throws Exception {
		campaign(Math.min(300, 8 * this.faults.size()), Duration.ofSeconds(60));
	}

	@Test
	@Tag("large")
	@Timeout(400)
	void fiveThousandLoads() throws Exception {
		campaign(5000, Duration.ofSeconds(270));
	}

	private void campaign(int loads, Duration atMost) throws Exception {
		System.out.println("Seed of the faults: -Dossmc.test.seed=" + this.seed);
		Leftovers leftovers = new Leftovers(this.directory);
		ExecutorService threads = Executors
			.newCachedThreadPool(Thread.ofPlatform().daemon().name("load-", 0).factory());
		try (OssEmulator elsewhere = OssEmulator.builder().start(); Pulse pulse = new Pulse()) {
			FaultCampaign campaign = new FaultCampaign(this.oss, elsewhere, this.directory, this.seed, this.faults,
					threads, pulse);
			FaultReport report = campaign.run(loads, atMost);
			campaign.close(leftovers);
			System.out.println(report.table());
			assertThat(report.violations()).as("with seed %d", this.seed).isEmpty();
			assertThat(report.loads()).as("loads that were begun in time").isGreaterThanOrEqualTo(loads);
			assertThat(report.kinds()).as("kinds of faults, and healthy ones").isEqualTo(this.faults.size() + 1);
		}
		finally {
			// Whoever still waits would wait for ever.
			threads.shutdownNow();
		}
	}

	/**
	 * Models live in memory: a disk that others use as well holds up whoever makes,
	 * renames or removes a file on it, for seconds, and everybody else with him.
	 */
	private static final class InMemory implements TempDirFactory {

		private static final Path MEMORY = Path.of("/dev/shm");

		@Override
		public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
			return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "ossmc-campaign-")
					: Files.createTempDirectory("ossmc-campaign-");
		}

	}

}
