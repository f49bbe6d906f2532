package io.ossmc.benchmark.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class PlacementTests {

	private static final List<String> PROCESSORS = List.of("sh", "-c", "grep Cpus_allowed_list /proc/self/status");

	@Test
	void togetherNothingIsPutInFrontOfACommand() {
		try (Placement placement = Placement.together()) {
			assertThat(placement.server(List.of("nginx"))).containsExactly("nginx");
			assertThat(placement.client(List.of("recv"))).containsExactly("recv");
		}
	}

	@Test
	void apartTheServerAndItsClientsHaveProcessorsAndANetworkOfTheirOwn() throws Exception {
		Optional<Placement> apart = Placement.apart();
		assumeTrue(apart.isPresent(), "needs root, two processors, ip and taskset");
		try (Placement placement = apart.get()) {
			assertThat(output(placement.server(PROCESSORS))).isNotEqualTo(output(placement.client(PROCESSORS)));
			assertThat(output(placement.client(List.of("ls", "/sys/class/net")))).isEqualTo("lo");
			assertThat(output(placement.client(List.of("cat", "/sys/class/net/lo/queues/rx-0/rps_cpus"))))
				.doesNotMatch("[0,]*");
		}
	}

	private static String output(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
	}

}
