package io.ossmc.benchmark.download;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.ossmc.benchmark.Benchmark;
import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.UsageException;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.client.Settings;
import io.ossmc.benchmark.machine.AnonymousMemory;
import io.ossmc.benchmark.machine.Machine;
import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.machine.Tmpfs;
import io.ossmc.benchmark.report.Report;
import io.ossmc.benchmark.server.Account;
import io.ossmc.benchmark.server.Certificate;
import io.ossmc.benchmark.server.EmulatorServer;
import io.ossmc.benchmark.server.NginxServer;
import io.ossmc.benchmark.server.Server;
import io.ossmc.benchmark.server.SourceFiles;
import org.jspecify.annotations.Nullable;

/**
 * What a byte costs on its way from a server on this machine into memory, in processor
 * time of the client's process and in time, beside a C program that does nothing but
 * {@code recv} into the same kind of memory. Fair because all fetch the same objects from
 * the same server in the same minutes, each in a warm process of its own, and because the
 * bytes of every object are looked at before it counts.
 */
public final class DownloadBenchmark implements Benchmark {

	private static final List<String> IMPLEMENTATIONS = List.of("isal", "liblzma", "java");

	private static final List<String> PROTOCOLS = List.of("http", "https");

	private static final List<String> PLACEMENTS = List.of("apart", "together");

	private static final double UNSTEADY = 0.15;

	@Override
	public String name() {
		return "download";
	}

	@Override
	public String usage() {
		return """
				what a byte costs: this connector, C recv, and other clients
				--bytes 8GiB      a row and round
				--rounds 5
				--clients A,B     some of ossmc,%s
				--crc A,B         verified by some of isal,liblzma,java
				--memory A,B      some of private,reused,huge,fresh
				--protocols A,B   some of http,https
				--server NAME     nginx if it is installed, else emulator
				--placement HOW   apart: server and network on one half of the processors, each client on the
				                  other, as if on two machines (needs root, ip and taskset); together: all on
				                  all, which charges clients for the server's sending; default: apart if it can be
				--warmup 4GiB     fetched by each client before it is measured
				--object 1GiB     the size of an object
				--sweep 2GiB      fetched with each of a client's settings to find the best; 0: no sweep
				--touch 8GiB      memory of the machine touched before measuring
				""".formatted(String.join(",", Clients.PEERS));
	}

	@Override
	public Report run(Options options) throws Exception {
		long bytes = options.bytes("bytes", "8GiB");
		int rounds = options.number("rounds", 5, 1);
		long object = Math.min(options.bytes("object", "1GiB"), bytes);
		long sweep = options.bytes("sweep", "2GiB");
		List<String> all = new ArrayList<>(List.of(Clients.OSSMC));
		all.addAll(Clients.PEERS);
		List<String> clients = options.some("clients", all);
		List<MemoryKind> kinds = options
			.some("memory", Arrays.stream(MemoryKind.values()).map(MemoryKind::word).toList())
			.stream()
			.map(MemoryKind::of)
			.toList();
		List<String> protocols = options.some("protocols", PROTOCOLS);
		List<String> implementations = options.some("crc", IMPLEMENTATIONS);
		String server = options
			.some("server", List.of("nginx", "emulator"),
					List.of(NginxServer.find().isPresent() ? "nginx" : "emulator"))
			.getFirst();
		if (server.equals("nginx") && NginxServer.find().isEmpty()) {
			throw new UsageException("There is no nginx here. Install it (apt-get install nginx-light), or leave"
					+ " --server out to use the emulator.");
		}
		AnonymousMemory.touch(Math.min(options.bytes("touch", "8GiB"), Machine.availableMemory() * 6 / 10));
		DownloadReport report = new DownloadReport(rounds, bytes);
		Path work = Files.createTempDirectory("ossmc-benchmark-work-");
		try (Placement placement = placement(options, report); Tmpfs fresh = Tmpfs.ordinary()) {
			SourceFiles files = new SourceFiles(fresh.directory(), 2, object);
			Certificate certificate = Certificate.create(work);
			Optional<ReferenceProgram> reference = ReferenceProgram.build(work);
			if (reference.isEmpty()) {
				report
					.remark("There is no C compiler here: no row is compared with C (apt-get install gcc libc6-dev).");
			}
			Optional<Tmpfs> huge = kinds.contains(MemoryKind.HUGE) ? Tmpfs.huge() : Optional.empty();
			if (kinds.contains(MemoryKind.HUGE) && huge.isEmpty()) {
				report.remark("No rows into huge: mounting a tmpfs with huge=always needs root.");
			}
			Stage stage = new Stage(clients, implementations, reference, (int) Math.ceilDiv(bytes, object),
					(int) Math.ceilDiv(options.bytes("warmup", "4GiB"), object), (int) Math.ceilDiv(sweep, object),
					rounds);
			try {
				for (String protocol : protocols) {
					boolean tls = protocol.equals("https");
					try (Server running = start(server, files, tls ? certificate : null, placement)) {
						report.server(running.description(), placement);
						for (MemoryKind kind : kinds) {
							if (kind == MemoryKind.HUGE && huge.isEmpty()) {
								continue;
							}
							Path directory = (kind == MemoryKind.HUGE) ? huge.orElseThrow().directory()
									: fresh.directory();
							stage.run(new Course(kind, directory, running, placement,
									Account.sources(running.endpoint(), files), certificate,
									reference.orElse(new ReferenceProgram(work, false)), work), report);
						}
					}
				}
			}
			finally {
				if (huge.isPresent()) {
					huge.get().close();
				}
			}
		}
		finally {
			try (Stream<Path> left = Files.list(work)) {
				for (Path file : left.toList()) {
					Files.delete(file);
				}
			}
			Files.delete(work);
		}
		return report.report();
	}

	private static Placement placement(Options options, DownloadReport report) {
		Optional<String> wanted = options.some("placement", PLACEMENTS, List.of()).stream().findFirst();
		if (wanted.equals(Optional.of("together"))) {
			return Placement.together();
		}
		return Placement.apart().orElseGet(() -> {
			if (wanted.isPresent()) {
				throw new UsageException("Server and clients cannot be placed apart here: that takes root, two"
						+ " processors, ip (apt-get install iproute2) and taskset.");
			}
			report.remark("Server and clients could not be placed apart: that takes root, two processors, ip and"
					+ " taskset.");
			return Placement.together();
		});
	}

	private static Server start(String name, SourceFiles files, @Nullable Certificate certificate, Placement placement)
			throws IOException {
		return name.equals("nginx") ? NginxServer.start(NginxServer.find().orElseThrow(), files, certificate, placement)
				: EmulatorServer.start(files.root(), certificate, placement);
	}

	@SuppressWarnings("restricted")
	private static boolean available(String implementation) {
		if (implementation.equals("java")) {
			return true;
		}
		try {
			SymbolLookup.libraryLookup(implementation.equals("isal") ? "libisal.so.2" : "liblzma.so.5", Arena.global());
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** What is done on each course. */
	private record Stage(List<String> clients, List<String> implementations, Optional<ReferenceProgram> reference,
			int objects, int warmUp, int sweep, int rounds, Map<String, Contender> best) {

		Stage(List<String> clients, List<String> implementations, Optional<ReferenceProgram> reference, int objects,
				int warmUp, int sweep, int rounds) {
			this(clients, implementations, reference, objects, warmUp, sweep, rounds, new HashMap<>());
		}

		void run(Course course, DownloadReport report) throws IOException {
			String what = course.memory().word() + (course.tls() ? ", HTTPS" : ", HTTP");
			System.err.println("download: " + what);
			boolean comparable = this.reference.isPresent() && (!course.tls() || this.reference.get().tls());
			if (this.reference.isPresent() && !comparable) {
				report.remark("HTTPS is not compared with C: the headers of OpenSSL are missing"
						+ " (apt-get install libssl-dev).");
			}
			Contender c = comparable ? best(ReferenceProgram.NAME, course, ReferenceProgram.NAME + what) : null;
			try (Heat heat = new Heat(course, c, contenders(course, report), this.objects, this.warmUp)) {
				for (int round = 0; round < this.rounds; round++) {
					System.err.println("download: " + what + ", round " + (round + 1) + " of " + this.rounds);
					heat.round(round);
				}
				if (c != null) {
					report.add(Row.reference(c, course, heat.references()));
					if (heat.referenceWidth() > UNSTEADY) {
						report.invalid(what, heat.referenceWidth());
					}
				}
				heat.pairs().forEach((contender, pairs) -> report.add(Row.of(contender, course, pairs)));
			}
		}

		private List<Contender> contenders(Course course, DownloadReport report) throws IOException {
			List<Contender> contenders = new ArrayList<>();
			for (String client : this.clients) {
				if (client.equals(Clients.OSSMC)) {
					Contender tuned = (this.sweep > 0)
							? best(client, course, client + course.memory().word() + course.tls()) : null;
					contenders.add(Contender.ossmc(null));
					if (tuned != null) {
						contenders.add(tuned);
					}
					for (String implementation : this.implementations) {
						if (available(implementation)) {
							contenders.add(Contender.ossmc(implementation));
							if (tuned != null && implementation.equals(this.implementations.getFirst())) {
								contenders.add(tuned.verifiedBy(implementation));
							}
						}
						else {
							report.remark("CRC-64 by " + implementation + " is not installed here.");
						}
					}
				}
				else if (!client.equals(Clients.SDK_FILE) || course.memory() == MemoryKind.FRESH) {
					contenders.add(new Contender(client, Contender.DEFAULT, Settings.of(""), null));
					if (this.sweep > 0) {
						contenders.add(best(client, course, client + course.tls()));
					}
				}
			}
			return contenders;
		}

		/** Found where the client runs first, and used for all kinds of memory. */
		private Contender best(String client, Course course, String key) throws IOException {
			Contender known = this.best.get(key);
			if (known == null) {
				System.err.println("download: looking for the best settings of " + client);
				known = (this.sweep > 0) ? Sweep.best(client, course, this.sweep)
						: new Contender(client, Contender.DEFAULT, Settings.of(""), null);
				this.best.put(key, known);
			}
			return known;
		}

	}

}
