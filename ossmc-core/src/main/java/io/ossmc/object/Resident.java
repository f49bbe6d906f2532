package io.ossmc.object;

/** Whose bytes a {@link Residency} keeps in memory: told how it goes. */
interface Resident {

	/** Its bytes were found to be right. */
	void judged();

	/**
	 * Its bytes will not come, unless it had ended before: the owner lets it
	 * {@linkplain Residency#fail fail}.
	 */
	void failed(Residency residency, Throwable error);

	/** It was dropped, or nobody waited any longer. */
	void ended(Residency residency);

}
