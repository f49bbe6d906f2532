package io.ossmc.benchmark.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.ossmc.benchmark.process.Commands;

/**
 * Where server and clients run on this machine. On the same processors, over loopback,
 * the kernel sends a server's bytes in whichever process makes room for them, so that a
 * client which is faster than the server pays for its sending, and how much of it is
 * chance. Apart, server and clients have processors of their own and the server's do the
 * network's work too, as if it were another machine.
 */
public final class Placement implements AutoCloseable {

	private static final String PACKETS = "/sys/class/net/lo/queues/rx-0/rps_cpus";

	/** As many as one word of the kernel's mask can name, and again as many clients. */
	private static final int MOST = 64;

	private final String namespace;

	private final int processors;

	private Placement(String namespace, int processors) {
		this.namespace = namespace;
		this.processors = processors;
	}

	/**
	 * All on the same processors.
	 * @return the placement
	 */
	public static Placement together() {
		return new Placement("", 0);
	}

	/**
	 * The first half of the processors for the server and the network, the others for
	 * clients.
	 * @return the placement; nothing where that takes more rights, tools or processors
	 * than there are
	 */
	public static Optional<Placement> apart() {
		int processors = Math.min(MOST, Runtime.getRuntime().availableProcessors());
		Placement placement = new Placement("ossmc-benchmark-" + ProcessHandle.current().pid(), processors);
		if (processors < 2 || !Commands.succeed("taskset", "-c", "0-" + (processors - 1), "true")
				|| !Commands.succeed("ip", "netns", "add", placement.namespace)) {
			return Optional.empty();
		}
		String mask = Long.toHexString((1L << (processors / 2)) - 1);
		if (Commands.succeed(placement.inside(List.of("ip", "link", "set", "lo", "up")))
				&& Commands.succeed(placement.inside(List.of("sh", "-c", "echo " + mask + " > " + PACKETS)))) {
			return Optional.of(placement);
		}
		placement.close();
		return Optional.empty();
	}

	/**
	 * Whether server and clients are kept from each other.
	 * @return true if so
	 */
	public boolean isApart() {
		return !this.namespace.isEmpty();
	}

	/**
	 * Where a server's command runs.
	 * @param command the server
	 * @return the command that runs it there, in a process of the same id
	 */
	public List<String> server(List<String> command) {
		return isApart() ? inside(pinned(0, this.processors / 2, command)) : command;
	}

	/**
	 * Where a client's command runs.
	 * @param command the client
	 * @return the command that runs it there, in a process of the same id
	 */
	public List<String> client(List<String> command) {
		return isApart() ? inside(pinned(this.processors / 2, this.processors, command)) : command;
	}

	private List<String> inside(List<String> command) {
		List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", this.namespace));
		all.addAll(command);
		return all;
	}

	private static List<String> pinned(int from, int to, List<String> command) {
		List<String> all = new ArrayList<>(List.of("taskset", "-c", from + "-" + (to - 1)));
		all.addAll(command);
		return all;
	}

	@Override
	public String toString() {
		return isApart()
				? String.format(Locale.ROOT,
						"the server and the network on %d of the processors, each client on the other %d",
						this.processors / 2, this.processors - this.processors / 2)
				: "server and clients on the same processors";
	}

	@Override
	public void close() {
		if (isApart()) {
			Commands.succeed("ip", "netns", "delete", this.namespace);
		}
	}

}
