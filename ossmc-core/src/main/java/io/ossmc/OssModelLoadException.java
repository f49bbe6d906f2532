package io.ossmc;

import org.jspecify.annotations.Nullable;

/** The model's files are right, but the loader could not build anything from them. */
public final class OssModelLoadException extends OssModelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelLoadException(String problem, String remedy) {
		super(problem, remedy, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelLoadException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
