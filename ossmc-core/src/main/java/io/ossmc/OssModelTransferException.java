package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * OSS could not be reached, stopped answering or answered something that is not OSS or
 * cannot be, such as a listing that goes in circles. Trying again later may help.
 */
public final class OssModelTransferException extends OssModelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelTransferException(String problem, String remedy) {
		super(problem, remedy, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelTransferException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
