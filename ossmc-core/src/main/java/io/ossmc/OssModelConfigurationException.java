package io.ossmc;

import org.jspecify.annotations.Nullable;

/** A setting, name, URI or key cannot be used. */
public final class OssModelConfigurationException extends OssModelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelConfigurationException(String problem, String remedy) {
		super(problem, remedy, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelConfigurationException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

	@Override
	public boolean permanent() {
		return true;
	}

}
