package io.ossmc.spi;

import java.time.Duration;

import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

/**
 * Told what happens. Called on the connector's threads, in order per model: return soon
 * and do not throw (what is thrown is logged and otherwise ignored).
 */
public interface OssModelListener {

	/**
	 * A model moved from one state to another.
	 * @param model its name
	 * @param from the state before
	 * @param to the state now
	 */
	default void stateChanged(String model, ModelState from, ModelState to) {
	}

	/**
	 * An attempt to prepare a model ended.
	 * @param model its name
	 * @param bytes the model's size, or 0 when not known
	 * @param duration from the start of the attempt
	 * @param error null on success
	 */
	default void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
	}

	/**
	 * A loader of the application ended: something was built from a model that is ready,
	 * or from a newer version that is to take its place, or was not.
	 * @param model its name
	 * @param duration how long the loader took
	 * @param error null on success
	 */
	default void loaded(String model, Duration duration, @Nullable OssModelException error) {
	}

	/**
	 * A newer version took the place of the one that was serving.
	 * @param model its name
	 * @param from the version before
	 * @param to the version now
	 */
	default void refreshed(String model, String from, String to) {
	}

	/**
	 * A newer version was looked for or fetched, in vain: the one that was serving serves
	 * on. Told of every attempt; {@link #prepared} tells of models that are not there.
	 * @param model its name
	 * @param version the version that serves on
	 * @param error what went wrong and what to do
	 */
	default void refreshFailed(String model, String version, OssModelException error) {
	}

	/**
	 * A request of the data plane ended.
	 * @param outcome how
	 * @param bytes of the object that it brought
	 */
	default void requestCompleted(RequestOutcome outcome, long bytes) {
	}

	/**
	 * A part will be asked for again.
	 * @param reason why
	 */
	default void retried(RetryReason reason) {
	}

	/**
	 * An entry's memory was given up.
	 * @param model the model's name, or the object's URI
	 * @param cause why
	 * @param bytes how much
	 */
	default void evicted(String model, EvictionCause cause, long bytes) {
	}

	/**
	 * Somebody waited for a model, for more than a millisecond, whether it came or not.
	 * Called on the thread that waited.
	 * @param model its name
	 * @param what for
	 * @param duration how long
	 */
	default void waited(String model, WaitedFor what, Duration duration) {
	}

	/** What is waited for. */
	enum WaitedFor {

		/** {@link io.ossmc.OssModel#lease()}: for a model to be ready. */
		LEASE,

		/** {@link io.ossmc.LoadedModel#use}: for it to be ready and loaded. */
		USE,

		/** The connector itself: for room in the memory budget. */
		ADMISSION

	}

	/** How a request of the data plane ended. */
	enum RequestOutcome {

		/** All bytes asked for came. */
		SUCCESS,

		/** OSS asked to slow down (503, 429). */
		THROTTLED,

		/** The object is not the one that was planned (412). */
		CHANGED,

		/** OSS refused (403, 404). */
		REFUSED,

		/** Connection, server or protocol error. */
		ERROR

	}

	/** Why a part is asked for again. */
	enum RetryReason {

		/** The connection could not be made or broke. */
		CONNECTION,

		/** No progress for the stall timeout. */
		STALL,

		/** Much slower than the others. */
		SLOW,

		/** A 5xx or 408 reply. */
		SERVER_ERROR,

		/** 503 or 429: OSS asked to slow down. */
		THROTTLED,

		/** The presigned URL or its token had expired. */
		EXPIRED,

		/** The whole object's bytes were wrong. */
		INTEGRITY

	}

	/** Why memory was given up. */
	enum EvictionCause {

		/** Somebody asked for it. */
		EXPLICIT,

		/** Nobody used it for its time. */
		EXPIRED,

		/** Room was needed. */
		CAPACITY,

		/** A newer version took its place. */
		REPLACED

	}

}
