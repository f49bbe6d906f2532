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
 * @param next the version being fetched beside the current one; null if none
 * @param files each file, in the order of their names
 */
public record ModelProgress(String name, String uri, @Nullable Path path, ModelMode mode, ModelState state,
		boolean serving, @Nullable String version, boolean verified, long totalBytes, long fetchedBytes,
		long bytesPerSecond, @Nullable Instant startedAt, @Nullable Instant readyAt, @Nullable Duration eta, int leases,
		int failures, @Nullable Instant nextAttemptAt, @Nullable String error, @Nullable String waitingFor,
		Map<String, Duration> phases, @Nullable ModelProgress next, List<FileProgress> files) {

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
