package io.ossmc.sample;

/**
 * The pair of sentences that tells whether everything between OSS and a vector is right.
 */
public final class Reference {

	/** One sentence. */
	public static final String A = "eating food";

	/** The other. */
	public static final String B = "eating bread";

	/** Their cosine with MiniLM. */
	public static final double SIMILARITY = 0.711;

	/** How far an engine's version may be from it. */
	public static final double TOLERANCE = 0.01;

	private Reference() {
	}

}
