package io.ossmc.benchmark.download;

import java.util.List;
import java.util.Map;

import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class DownloadSmokeTests {

	@Test
	void measuresThisConnectorAndAPeerInProcessesOfTheirOwn() throws Exception {
		Report report = new DownloadBenchmark().run(new Options(List.of("--bytes=64MiB", "--object=32MiB", "--rounds=1",
				"--warmup=32MiB", "--sweep=0", "--touch=0", "--server=emulator", "--memory=private,fresh",
				"--protocols=http", "--clients=ossmc,apache-http5", "--crc=java")));
		assertThat(report.rows()).filteredOn((row) -> "ossmc".equals(row.get("client")))
			.hasSize(4)
			.extracting((row) -> row.get("memory"))
			.contains("private", "fresh");
		assertThat(report.rows()).filteredOn((row) -> "apache-http5".equals(row.get("client"))).hasSize(2);
		for (Map<String, Object> row : report.rows()) {
			assertThat(row).containsKeys("client", "memory", "tls", "verify", "cpuSecondsPerGiB", "gibPerSecond",
					"ratioToC");
			assertThat((Double) row.get("cpuSecondsPerGiB")).isPositive();
			assertThat((Double) row.get("gibPerSecond")).isPositive();
		}
		assertThat(report.svg()).contains("ossmc, not verified");
	}

}
