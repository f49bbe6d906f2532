package io.ossmc.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;

/**
 * A connector in a JVM of its own, which can be killed. It loads
 * {@code oss://models/model/} and says what becomes of it, a line for each state; SIGTERM
 * closes it.
 */
final class ConnectorProcess implements AutoCloseable {

	private final Process process;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final List<String> output = new ArrayList<>();

	private ConnectorProcess(Process process) {
		this.process = process;
		Thread.ofPlatform().daemon().start(this::read);
	}

	/** Starts a connector that loads the model into a directory. */
	static ConnectorProcess start(Oss oss, Path root, Path place, long maxSize, String... jvmOptions)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(jvmOptions));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), ConnectorProcess.class.getName()));
		command.addAll(List.of(oss.emulator().endpoint().toString(), oss.emulator().region(), root.toString(),
				place.toString(), Long.toString(maxSize)));
		return new ConnectorProcess(
				new ProcessBuilder(command).directory(place.getParent().toFile()).redirectErrorStream(true).start());
	}

	public static void main(String[] arguments) throws InterruptedException {
		OssModelConnector connector = OssModelConnectorBuilder.create()
			.endpoint(arguments[0])
			.region(arguments[1])
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(Path.of(arguments[2]))
			.maxSize(Long.parseLong(arguments[4]))
			.partSize(1 << 20)
			.model(ModelSpec.builder("model", "oss://models/model/").directory(Path.of(arguments[3])).build())
			.listener(new Reporter())
			.build();
		Runtime.getRuntime().addShutdownHook(new Thread(connector::close));
		connector.start();
		Thread.currentThread().join();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				synchronized (this.output) {
					this.output.add(line);
				}
				this.lines.add(line);
			}
		}
		catch (IOException _) {
			// The process was killed.
		}
	}

	/** Waits for a line that begins so. */
	String await(String beginning) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
			String line = this.lines.poll(left, TimeUnit.NANOSECONDS);
			if (line != null && line.startsWith(beginning)) {
				return line;
			}
		}
		throw new AssertionError("No line \"" + beginning + "…\" from the other process: " + output());
	}

	String output() {
		synchronized (this.output) {
			return String.join("\n", this.output);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/** {@code kill -9}. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** SIGTERM; returns how many milliseconds it took to end. */
	long terminate() throws InterruptedException {
		long start = System.nanoTime();
		this.process.destroy();
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			throw new AssertionError("SIGTERM did not end the other process: " + output());
		}
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
	}

	int exitValue() {
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	/** Writes a line for each change. */
	private static final class Reporter implements OssModelListener {

		@Override
		public void stateChanged(String model, ModelState from, ModelState to) {
			System.out.println("STATE " + to);
		}

		@Override
		public void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
			System.out.println((error != null) ? "ERROR " + error : "PREPARED " + bytes);
		}

	}

}
