package io.ossmc.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ossmc.benchmark.download.DownloadBenchmark;
import io.ossmc.benchmark.link.LinkBenchmark;
import io.ossmc.benchmark.list.ListBenchmark;
import io.ossmc.benchmark.memory.MemoryBenchmark;
import io.ossmc.benchmark.report.Report;
import io.ossmc.benchmark.smallfiles.SmallFilesBenchmark;
import io.ossmc.benchmark.start.StartBenchmark;

/** The benchmarks as a program. */
public final class Main {

	private static final Pattern OPTION = Pattern.compile("--([a-z]+)");

	private static final List<Benchmark> ALL = List.of(new DownloadBenchmark(), new LinkBenchmark(),
			new ListBenchmark(), new MemoryBenchmark(), new SmallFilesBenchmark(), new StartBenchmark());

	private Main() {
	}

	/**
	 * Runs one benchmark.
	 * @param arguments its name and its options
	 * @throws Exception if JMH fails
	 */
	public static void main(String[] arguments) throws Exception {
		if (arguments.length > 0 && arguments[0].equals("jmh")) {
			org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
			return;
		}
		System.exit(unwinding(() -> run(List.of(arguments))));
	}

	/** Ctrl-C removes what the benchmark has put on this machine. */
	private static int unwinding(IntSupplier work) {
		Thread worker = Thread.currentThread();
		CountDownLatch over = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			worker.interrupt();
			try {
				over.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}));
		try {
			return work.getAsInt();
		}
		finally {
			over.countDown();
		}
	}

	static int run(List<String> arguments) {
		if (arguments.isEmpty() || arguments.contains("--help")) {
			System.out.print(usage());
			return 0;
		}
		try {
			Benchmark benchmark = find(arguments.getFirst());
			Options options = new Options(arguments.subList(1, arguments.size()));
			Set<String> allowed = new TreeSet<>(Set.of("json", "svg"));
			OPTION.matcher(benchmark.usage()).results().forEach((option) -> allowed.add(option.group(1)));
			options.allow(allowed);
			report(benchmark.run(options), options);
			return 0;
		}
		catch (UsageException ex) {
			System.err.println(ex.getMessage());
			return 2;
		}
		catch (Exception ex) {
			if (Thread.interrupted()) {
				System.err.println("Stopped; what the benchmark had put on this machine is removed.");
				return 130;
			}
			ex.printStackTrace();
			return 1;
		}
	}

	private static Benchmark find(String name) {
		return ALL.stream()
			.filter((benchmark) -> benchmark.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new UsageException("There is no benchmark \"" + name + "\". There are "
					+ ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")) + " and jmh."));
	}

	private static void report(Report report, Options options) throws IOException {
		System.out.println(report.markdown());
		if (options.text("json").isPresent()) {
			Files.writeString(Path.of(options.text("json").get()), report.json());
		}
		if (options.text("svg").isPresent()) {
			Files.writeString(Path.of(options.text("svg").get()), report.svg());
		}
	}

	private static String usage() {
		StringBuilder usage = new StringBuilder("""
				java -jar ossmc-benchmarks.jar <name> [--json FILE] [--svg FILE] [options]

				""");
		for (Benchmark benchmark : ALL) {
			usage.append(benchmark.name()).append('\n').append(benchmark.usage().indent(2)).append('\n');
		}
		return usage.append("jmh\n  the inner loops; what follows goes to JMH, as -h\n").toString();
	}

}
