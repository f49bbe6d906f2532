package io.ossmc.benchmark.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What the figures were measured on. */
public final class Machine {

	private static final Path THP = Path.of("/sys/kernel/mm/transparent_hugepage");

	private Machine() {
	}

	/**
	 * The machine in one sentence.
	 * @return cores, model, kernel, memory, huge pages, JDK
	 */
	public static String sentence() {
		return String.format(Locale.ROOT,
				"%d × %s%s, Linux %s, %.0f GiB memory, transparent huge pages %s for anonymous memory and %s for tmpfs, JDK %s.",
				Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name"),
				hypervisor() ? " (virtual)" : "", System.getProperty("os.version"), kib("MemTotal") / 1048576.0,
				chosen("enabled"), chosen("shmem_enabled"), System.getProperty("java.version"));
	}

	/**
	 * Memory that could be had without swapping.
	 * @return bytes
	 */
	public static long availableMemory() {
		return kib("MemAvailable") << 10;
	}

	private static boolean hypervisor() {
		return field("/proc/cpuinfo", "flags").contains(" hypervisor");
	}

	private static long kib(String name) {
		String digits = field("/proc/meminfo", name).replaceAll("\\D", "");
		return digits.isEmpty() ? 0 : Long.parseLong(digits);
	}

	private static String field(String file, String name) {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("?");
		}
		catch (IOException ex) {
			return "?";
		}
	}

	private static String chosen(String file) {
		try {
			return Files.readString(THP.resolve(file)).replaceAll("(?s).*\\[(.*)].*", "$1");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
