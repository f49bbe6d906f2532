package io.ossmc.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ContainerMemoryTests {

	private static final String V2 = "31 23 0:28 %s /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

	private static final String V1 = "35 31 0:32 %s /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";

	@TempDir
	private Path root;

	@BeforeEach
	void aMachineOf16GiB() throws IOException {
		file("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:  1 kB\n");
	}

	@Test
	void withoutGroupsItIsTheMachine() {
		assertThat(ContainerMemory.read(this.root)).isEqualTo(new ContainerMemory(16L << 30, "proc/meminfo"));
	}

	@Test
	void aContainerWithItsOwnNamespaceSeesItsLimitAtTheTop() throws IOException {
		file("proc/self/cgroup", "0::/\n");
		file("proc/self/mountinfo", V2.formatted("/"));
		file("sys/fs/cgroup/memory.max", "2147483648\n");
		assertThat(ContainerMemory.read(this.root))
			.isEqualTo(new ContainerMemory(2L << 30, "cgroup v2 sys/fs/cgroup/memory.max"));
	}

	@Test
	void theSmallestLimitUpTheHierarchyCounts() throws IOException {
		file("proc/self/cgroup", "0::/kubepods/pod1/c1\n");
		file("proc/self/mountinfo", V2.formatted("/"));
		file("sys/fs/cgroup/kubepods/pod1/c1/memory.max", "max\n");
		file("sys/fs/cgroup/kubepods/pod1/memory.max", "1073741824\n");
		file("sys/fs/cgroup/kubepods/memory.max", "8589934592\n");
		assertThat(ContainerMemory.read(this.root).limit()).isEqualTo(1L << 30);
	}

	@Test
	void version1WithTheHostsPathAndTheContainersMount() throws IOException {
		file("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/\n");
		file("proc/self/mountinfo", V1.formatted("/docker/abc") + V2.formatted("/"));
		file("sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n");
		assertThat(ContainerMemory.read(this.root))
			.isEqualTo(new ContainerMemory(512L << 20, "cgroup v1 sys/fs/cgroup/memory/memory.limit_in_bytes"));
	}

	@Test
	void version1WithoutLimitSaysAHugeNumber() throws IOException {
		file("proc/self/cgroup", "4:memory:/a\n");
		file("proc/self/mountinfo", V1.formatted("/"));
		file("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");
		assertThat(ContainerMemory.read(this.root).limit()).isEqualTo(16L << 30);
	}

	@Test
	void aGroupOutsideTheMountDoesNotLeadOutOfIt() throws IOException {
		file("proc/self/cgroup", "0::/../../other\n");
		file("proc/self/mountinfo", V2.formatted("/"));
		file("sys/fs/cgroup/memory.max", "1000000\n");
		file("sys/other/memory.max", "1\n");
		assertThat(ContainerMemory.read(this.root).limit()).isEqualTo(1_000_000);
	}

	@Test
	void thisMachineHasMemory() {
		assertThat(ContainerMemory.detect().limit()).isBetween(64L << 20, 1L << 50);
	}

	@Test
	void theDefaultBudgetSaysItsTerms() {
		final DefaultBudget byContainer = DefaultBudget.of(10L << 30, 5L << 30, 100L << 30);
		assertThat(byContainer.bytes()).isEqualTo(3L << 30);
		assertThat(byContainer.explanation()).contains("60 %", "10.0 GiB", "5.00 GiB", "90 %", "100.0 GiB", "3.00 GiB");
		assertThat(DefaultBudget.of(100L << 30, 1L << 30, 1000).bytes()).isEqualTo(900);
		assertThat(DefaultBudget.of(1L << 30, 2L << 30, 1000).bytes()).as("heap larger than the container").isZero();
		assertThat(DefaultBudget.of(Long.MAX_VALUE, 0, Long.MAX_VALUE).bytes()).isPositive();
	}

	private void file(String path, String content) throws IOException {
		final Path file = this.root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

}
