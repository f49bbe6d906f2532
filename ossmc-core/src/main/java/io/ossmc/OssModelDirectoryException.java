package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * A directory cannot be used: it holds files that are not ours, or belongs to another
 * connector.
 */
public final class OssModelDirectoryException extends OssModelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelDirectoryException(String problem, String remedy) {
		super(problem, remedy, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelDirectoryException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

	@Override
	public boolean permanent() {
		return true;
	}

}
