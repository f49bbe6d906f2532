package io.ossmc.sample.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What goes over the wire. */
final class Messages {

	private Messages() {
	}

	/**
	 * Asks for vectors.
	 *
	 * @param model a model's name
	 * @param texts the sentences
	 */
	record EmbedRequest(@Nullable String model, @Nullable List<@Nullable String> texts) {
	}

	/**
	 * Vectors of length one.
	 *
	 * @param model the model's name
	 * @param vectors one for each sentence, in the same order
	 */
	record EmbedResponse(String model, List<float[]> vectors) {
	}

	/**
	 * How much alike two sentences are.
	 *
	 * @param model the model's name
	 * @param similarity the cosine, three decimals
	 */
	record SimilarityResponse(String model, double similarity) {
	}

	/**
	 * The models this gateway answers with.
	 *
	 * @param models in the order of their names
	 */
	record ModelsResponse(List<ModelResponse> models) {
	}

	/**
	 * One of them.
	 *
	 * @param name what requests call it
	 * @param loaded whether it would answer at once
	 */
	record ModelResponse(String name, boolean loaded) {
	}

}
