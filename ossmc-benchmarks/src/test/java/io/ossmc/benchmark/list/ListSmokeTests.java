package io.ossmc.benchmark.list;

import java.util.List;

import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class ListSmokeTests {

	@Test
	void listsAllShapesAndComparesThemWithWhatIsThere() throws Exception {
		Report report = new ListBenchmark()
			.run(new Options(List.of("--keys=5000", "--shapes=cjk,zipf", "--latency=1", "--pause=10")));
		assertThat(report.rows()).hasSize(6)
			.allSatisfy((row) -> assertThat(row).containsKeys("client", "shape", "keys", "seconds", "requests",
					"cpuMicrosPerKey", "heapGrowthMiB", "scaled", "coldSeconds"));
		assertThat(report.rows()).extracting((row) -> row.get("client"))
			.containsExactly("ossmc", "ossmc-ordered", "sdk", "ossmc", "ossmc-ordered", "sdk");
		assertThat(report.rows()).filteredOn((row) -> "sdk".equals(row.get("client")))
			.allSatisfy((row) -> assertThat((Double) row.get("requests")).isEqualTo(5));
	}

	@Test
	void theHashTellsKeysApart() {
		assertThat(Listed.hash("a")).isNotEqualTo(Listed.hash("b"));
		assertThat(Listed.inOrder("a\ue000", "a\ud83d\ude00")).isTrue();
		assertThat(Listed.inOrder("a", "a")).isFalse();
	}

}
