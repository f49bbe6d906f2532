package io.ossmc.benchmark.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A process that says {@code ready …} when it is, then answers each line with one line:
 * {@code result …} or {@code failed …}. Other lines are ignored; what it says on standard
 * error goes to a file and comes up when it fails. Used by one thread; ends when it is
 * closed.
 */
public final class Child implements AutoCloseable {

	private static final long PATIENCE_MINUTES = 20;

	private final String name;

	private final Process process;

	private final BufferedReader output;

	private final BufferedWriter input;

	private final Path errors;

	private final String greeting;

	private Child(String name, List<String> command, Path errors) throws IOException {
		this.name = name;
		this.errors = errors;
		this.process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
		this.output = this.process.inputReader(StandardCharsets.UTF_8);
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		try {
			this.greeting = answer("ready");
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Starts a process and waits until it is ready.
	 * @param name for errors
	 * @param command with its arguments
	 * @return the process
	 * @throws IOException if it cannot be started or fails before it is ready
	 */
	public static Child start(String name, List<String> command) throws IOException {
		return new Child(name, command, Files.createTempFile("ossmc-benchmark-", ".err"));
	}

	/**
	 * What it said after {@code ready}.
	 * @return its words
	 */
	public String greeting() {
		return this.greeting;
	}

	/**
	 * Its process.
	 * @return alive until this is closed
	 */
	public ProcessHandle process() {
		return this.process.toHandle();
	}

	/**
	 * Its process id.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Says something and waits for the answer.
	 * @param line what to say
	 * @return what follows {@code result}
	 * @throws IOException if the process fails or says nothing for 20 minutes
	 */
	public String ask(String line) throws IOException {
		this.input.write(line);
		this.input.newLine();
		this.input.flush();
		return answer("result");
	}

	private String answer(String wanted) throws IOException {
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
			try {
				return next(wanted);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, (task) -> Thread.ofVirtual().start(task));
		try {
			return answer.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof UncheckedIOException io) ? io.getCause() : new IOException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IOException(this.name + " has said nothing for " + PATIENCE_MINUTES + " minutes.", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	private String next(String wanted) throws IOException {
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.equals(wanted) || line.startsWith(wanted + " ")) {
				return line.substring(wanted.length()).strip();
			}
			if (line.startsWith("failed")) {
				throw new IOException(this.name + " failed:" + line.substring("failed".length()) + lastWords());
			}
		}
		throw new IOException(this.name + " has ended without an answer." + lastWords());
	}

	private String lastWords() {
		try {
			List<String> lines = Files.readAllLines(this.errors);
			return lines.isEmpty() ? "" : lines.stream().limit(30).collect(Collectors.joining("\n  | ", "\n  | ", ""));
		}
		catch (IOException ex) {
			return "";
		}
	}

	@Override
	public void close() {
		try {
			this.input.close();
		}
		catch (IOException ex) {
			// It is gone already.
		}
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		try {
			Files.deleteIfExists(this.errors);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
