package io.ossmc;

import org.jspecify.annotations.Nullable;

/** The object was overwritten while it was being fetched. */
public final class OssModelChangedException extends OssModelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelChangedException(String problem, String remedy) {
		super(problem, remedy, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelChangedException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
