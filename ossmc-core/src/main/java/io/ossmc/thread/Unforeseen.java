package io.ossmc.thread;

import java.io.IOError;
import java.io.UncheckedIOException;

/**
 * What to do about an error that nobody expected. What the machine or the application
 * causes - no heap, no stack, classes that are gone, a fault of memory or files - is told
 * from what can only be a mistake of the connector's own.
 */
public final class Unforeseen {

	private Unforeseen() {
	}

	/**
	 * The remedy.
	 * @param error that was caught where none was expected
	 * @return one sentence
	 */
	public static String remedy(Throwable error) {
		return switch (error) {
			case OutOfMemoryError _ -> "Give the JVM more heap (-Xmx) or the process more memory and threads.";
			case StackOverflowError _ -> "Give the JVM's threads more stack (-Xss).";
			case LinkageError _ ->
				"Check that the application's jars are complete, fit together and are not replaced while it runs.";
			case VirtualMachineError _ ->
				"Look at what the system says of memory and disks: the JVM met a fault that is not the connector's.";
			case UncheckedIOException _, IOError _ ->
				"Check the file system that it names, and that the process may use it.";
			default -> "This is a bug of ossmc; please report it with the stack trace.";
		};
	}

}
