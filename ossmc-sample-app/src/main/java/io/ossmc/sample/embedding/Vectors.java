package io.ossmc.sample.embedding;

/** The little algebra that embeddings need. */
public final class Vectors {

	private Vectors() {
	}

	/**
	 * The cosine of the angle between two vectors of length one.
	 * @param a one
	 * @param b the other, of as many dimensions
	 * @return between -1 and 1
	 */
	public static double cosine(float[] a, float[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++) {
			sum += (double) a[i] * b[i];
		}
		return Math.clamp(sum, -1, 1);
	}

	/** Scales a vector to length one, in place. */
	static float[] normalise(float[] vector) {
		double squares = 0;
		for (float value : vector) {
			squares += (double) value * value;
		}
		double length = Math.max(Math.sqrt(squares), 1e-12);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	/** The mean of the tokens' vectors. */
	static float[] mean(float[][] tokens) {
		float[] mean = new float[tokens[0].length];
		for (float[] token : tokens) {
			for (int i = 0; i < mean.length; i++) {
				mean[i] += token[i] / tokens.length;
			}
		}
		return mean;
	}

}
