package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * The bytes received are not the bytes stored, or nobody can say whether they are where
 * that is required.
 */
public final class OssModelIntegrityException extends OssModelException {

	private static final long serialVersionUID = 1L;

	private final boolean permanent;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelIntegrityException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelIntegrityException(String problem, String remedy, @Nullable Throwable cause) {
		this(problem, remedy, false, cause);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param permanent whether there is no checksum to compare with, however often it is
	 * asked for
	 * @param cause what it came from; null if it is the origin
	 */
	public OssModelIntegrityException(String problem, String remedy, boolean permanent, @Nullable Throwable cause) {
		super(problem, remedy, cause);
		this.permanent = permanent;
	}

	@Override
	public boolean permanent() {
		return this.permanent;
	}

}
