package io.ossmc.benchmark;

/** A command line that cannot be followed; the message says what to write instead. */
public final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes one.
	 * @param message one or two sentences, the last a remedy
	 */
	public UsageException(String message) {
		super(message);
	}

}
