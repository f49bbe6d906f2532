package io.ossmc.benchmark.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a process from outside, ten times a second: its anonymous memory (RssAnon) and
 * the blocks of its memory root.
 */
final class Watch implements AutoCloseable {

	private static final long STEP_MILLIS = 100;

	private final long pid;

	private final Path root;

	private final long level;

	private final Thread thread;

	private volatile long most;

	private volatile long mostAnonymous;

	private volatile long mostBlocks;

	/**
	 * Begins to look.
	 * @param pid of the process
	 * @param root its memory root
	 */
	Watch(long pid, Path root) throws IOException {
		this.pid = pid;
		this.root = root;
		this.level = anonymous();
		this.thread = Thread.ofPlatform().daemon().name("watch").start(this::look);
	}

	private void look() {
		try {
			while (true) {
				long anonymous = above();
				long blocks = blocks();
				this.mostAnonymous = Math.max(this.mostAnonymous, anonymous);
				this.mostBlocks = Math.max(this.mostBlocks, blocks);
				this.most = Math.max(this.most, anonymous + blocks);
				Thread.sleep(STEP_MILLIS);
			}
		}
		catch (IOException | InterruptedException ex) {
			// The process or the benchmark has ended.
		}
	}

	private long anonymous() throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/" + this.pid + "/status"))) {
			if (line.startsWith("RssAnon:")) {
				return Long.parseLong(line.replaceAll("\\D", "")) << 10;
			}
		}
		throw new IOException("no RssAnon");
	}

	/** Anonymous memory above the level at the beginning. */
	long above() throws IOException {
		return anonymous() - this.level;
	}

	private long blocks() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of("du", "-s", "-B1", this.root.toString()))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader reader = process.inputReader()) {
			String line = reader.readLine();
			process.waitFor();
			return (line == null) ? 0 : Long.parseLong(line.split("\\s")[0]);
		}
	}

	/** Anonymous memory above the level and blocks, at one time. */
	long most() {
		return this.most;
	}

	long mostAnonymous() {
		return this.mostAnonymous;
	}

	long mostBlocks() {
		return this.mostBlocks;
	}

	@Override
	public void close() {
		this.thread.interrupt();
		try {
			this.thread.join(5000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
