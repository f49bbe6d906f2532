package io.ossmc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

/** Puts what people and monitors want to know together. */
final class ProgressReport {

	private ProgressReport() {
	}

	/** Of the model; the caller holds the lock of its status. */
	static ModelProgress of(ModelSpec spec, Path path, ModelStatus status, RetrySchedule retries,
			@Nullable OssModelException loadError) {
		Attempt attempt = status.attempt;
		OssModelException error = (status.error != null) ? status.error : loadError;
		ModelVersion ready = status.version;
		long total = (attempt != null) ? attempt.totalBytes() : 0;
		long fetched = fetched(attempt, status.state);
		long rate = rate(attempt, status.state);
		return new ModelProgress(spec.name(), spec.uri(), path, spec.mode(), status.state, status.serving,
				(attempt != null && attempt.plan() != null) ? attempt.plan().version() : null,
				ready != null && ready.verified(), total, fetched, rate, (attempt != null) ? attempt.startedAt() : null,
				status.readyAt, eta(status.state, total - fetched, rate), status.leases(), retries.failures(),
				retries.nextAttemptAt(), (error != null) ? error.getMessage() : null,
				(attempt != null) ? attempt.phases() : Map.of(), null,
				(attempt != null) ? attempt.fileProgress() : List.of());
	}

	private static long fetched(@Nullable Attempt attempt, ModelState state) {
		if (attempt == null) {
			return 0;
		}
		return (state == ModelState.READY) ? attempt.totalBytes() : attempt.fetchedBytes();
	}

	/** The mean of the whole fetch once it is over. */
	private static long rate(@Nullable Attempt attempt, ModelState state) {
		if (attempt == null) {
			return 0;
		}
		Duration fetch = attempt.phases().get("fetch");
		return (state == ModelState.READY && fetch != null)
				? (long) (attempt.totalBytes() * 1e9 / Math.max(1, fetch.toNanos())) : attempt.meter().perSecond();
	}

	private static @Nullable Duration eta(ModelState state, long left, long rate) {
		return switch (state) {
			case READY -> Duration.ZERO;
			case FETCHING -> (rate > 0) ? Duration.ofSeconds((left + rate - 1) / rate) : null;
			default -> null;
		};
	}

}
