package io.ossmc.benchmark.process;

import java.io.IOException;
import java.util.List;

/** Commands of which only success matters. */
public final class Commands {

	private Commands() {
	}

	/**
	 * Runs a command to its end.
	 * @param command with its arguments
	 * @return whether it is there and ended with status 0
	 */
	public static boolean succeed(String... command) {
		return succeed(List.of(command));
	}

	/**
	 * Runs a command to its end, also on a thread that was interrupted before: it may be
	 * one that cleans up.
	 * @param command with its arguments
	 * @return whether it is there and ended with status 0
	 */
	public static boolean succeed(List<String> command) {
		boolean interrupted = Thread.interrupted();
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
