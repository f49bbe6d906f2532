package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong and what to do about it. The message holds both sentences and never a
 * secret.
 */
public sealed class OssModelException extends RuntimeException permits OssModelAccessException,
		OssModelCapacityException, OssModelChangedException, OssModelConfigurationException, OssModelDirectoryException,
		OssModelIntegrityException, OssModelLoadException, OssModelNotFoundException, OssModelTransferException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates an error.
	 * @param problem one sentence on what is wrong
	 * @param remedy one sentence on what to do
	 * @param cause what it came from; null if it is the origin
	 */
	protected OssModelException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * What is wrong.
	 * @return one sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to do.
	 * @return one sentence
	 */
	public String remedy() {
		return this.remedy;
	}

	/**
	 * Whether trying again without changing anything is unlikely to help.
	 * @return true for wrong configuration, missing objects, refused access and missing
	 * checksums that are required
	 */
	public boolean permanent() {
		return false;
	}

}
