package io.ossmc.emulator;

/** A mistake on the command line; its message says how to mend it. */
final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UsageException(String message) {
		super(message);
	}

	String text() {
		return String.valueOf(getMessage());
	}

}
