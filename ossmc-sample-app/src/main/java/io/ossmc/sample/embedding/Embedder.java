package io.ossmc.sample.embedding;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a sentence into a vector of length one, so that the cosine of two is their dot
 * product. Thread-safe.
 */
public interface Embedder extends AutoCloseable {

	/**
	 * Embeds one sentence.
	 * @param text any text; what exceeds the model's window is cut off
	 * @return a vector of length one
	 * @throws Exception if the engine fails
	 */
	float[] embed(String text) throws Exception;

	/**
	 * Embeds several sentences, each by itself: these models are quantised dynamically,
	 * and in a batch a vector would depend a little on its neighbours.
	 * @param texts the sentences
	 * @return their vectors, in the same order
	 * @throws Exception if the engine fails
	 */
	default List<float[]> embed(List<String> texts) throws Exception {
		List<float[]> vectors = new ArrayList<>(texts.size());
		for (String text : texts) {
			vectors.add(embed(text));
		}
		return vectors;
	}

	@Override
	void close();

}
