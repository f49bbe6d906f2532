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

	/**
	 * What happened to models.
	 *
	 * @param events the latest first
	 */
	record HappeningsResponse(List<Happening> events) {
	}

	/**
	 * One thing that happened.
	 *
	 * @param number counts up from the start of the process
	 * @param at when
	 * @param model its name
	 * @param kind {@code READY}, {@code FAILED}, {@code EVICTED} or {@code REFRESHED}
	 * @param bytes how much came or went
	 * @param millis how long it took, where it took time
	 * @param detail the cause of an eviction, the problem of a failure, the new version
	 */
	record Happening(long number, String at, String model, String kind, long bytes, long millis,
			@Nullable String detail) {
	}

}
