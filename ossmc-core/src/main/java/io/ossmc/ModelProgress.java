package io.ossmc;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How far a model is: the content of the actuator endpoint.
 *
 * @param name the model
 * @param uri where it comes from
 * @param path the stable path; null before the first attempt if none was configured
 * @param mode when it is fetched
 * @param state where it is
 * @param serving whether it has been ready at least once, with everything that is built
 * from it; never falls back
 * @param version hash of keys and ETags; null before the listing
 * @param verified whether every byte was checked against a CRC-64 from OSS
 * @param totalBytes of all its files
 * @param fetchedBytes in memory so far
 * @param bytesPerSecond over the last seconds; the mean of the whole fetch once it is
 * over
 * @param startedAt when the current or last attempt began; null before it
 * @param readyAt when it became ready; null before it
 * @param eta estimated time left; null when unknown
 * @param leases how many are open, the connector's own pin not counted
 * @param failures attempts that failed since it was last ready
 * @param nextAttemptAt when a failed model is tried again; null otherwise
 * @param error what went wrong and what to do; null when nothing did
 * @param waitingFor what keeps it from going on at this moment, such as memory that
 * others hold or a host that asked to slow down; null when nothing does
 * @param phases how long each stage took: {@code list}, {@code fetch}, {@code verify},
 * {@code publish}
 * @param load how it is with what the application builds from it; null if it builds
 * nothing
 * @param next the version being fetched beside the current one; null if none
 * @param files each file, in the order of their names
 */
public record ModelProgress(String name, String uri, @Nullable Path path, ModelMode mode, ModelState state,
		boolean serving, @Nullable String version, boolean verified, long totalBytes, long fetchedBytes,
		long bytesPerSecond, @Nullable Instant startedAt, @Nullable Instant readyAt, @Nullable Duration eta, int leases,
		int failures, @Nullable Instant nextAttemptAt, @Nullable String error, @Nullable String waitingFor,
		Map<String, Duration> phases, @Nullable LoadProgress load, @Nullable ModelProgress next,
		List<FileProgress> files) {

	/**
	 * Whether the model serves now: it is ready, and so is all that is built from it, or
	 * nothing of it has failed or is under way.
	 * @return false while it is loaded and after its loader failed
	 */
	public boolean usable() {
		return this.state == ModelState.READY && (this.load == null || this.load.state() == LoadState.LOADED
				|| this.load.state() == LoadState.ABSENT);
	}

	/**
	 * How it is with all that is built from a model by its loaders
	 * ({@link OssModel#load}).
	 *
	 * @param state {@code FAILED} if one of them failed, else {@code LOADING} if one of
	 * them works, else {@code LOADED} if everything is built
	 * @param failures of loaders, since each last succeeded
	 * @param took how long the last load took that succeeded, the longest of several
	 * loaders; null before
	 * @param nextAttemptAt when a loader that failed is tried again without being asked;
	 * null if it is not
	 * @param error what went wrong and what to do; null when nothing did
	 */
	public record LoadProgress(LoadState state, int failures, @Nullable Duration took, @Nullable Instant nextAttemptAt,
			@Nullable String error) {
	}

	/** Where a model's loaders are. */
	public enum LoadState {

		/** Nothing is built now; what is, is built by its next use. */
		ABSENT,

		/** A loader works. */
		LOADING,

		/** Everything is built. */
		LOADED,

		/** A loader failed; it is tried again by itself, or by the next use. */
		FAILED

	}

	/**
	 * How far one file is.
	 *
	 * @param name relative to the model's URI
	 * @param bytes its size
	 * @param fetchedBytes in memory so far
	 * @param state {@code QUEUED}, {@code FETCHING}, {@code READY} or {@code FAILED}
	 * @param etag which content
	 */
	public record FileProgress(String name, long bytes, long fetchedBytes, ModelState state, String etag) {
	}

}
