package io.ossmc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.plan.VersionPlan;
import io.ossmc.thread.RetrySchedule;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;

/** Puts what people and monitors want to know together. */
final class ProgressReport {

	private ProgressReport() {
	}

	/** Of the model; the caller holds the lock of its status. */
	static ModelProgress of(ModelStatus status, Path path, RetrySchedule retries, LoadedObjects loaded,
			@Nullable ModelProgress next) {
		ModelSpec spec = status.spec();
		Attempt attempt = status.attempt();
		OssModelException error = (status.error() != null) ? status.error() : loaded.error();
		ModelVersion ready = status.version();
		long total = (attempt != null) ? attempt.files().totalBytes() : 0;
		long fetched = fetched(attempt, status.state());
		long rate = rate(attempt, status.state());
		return new ModelProgress(spec.name(), spec.uri(), path, spec.mode(), status.state(), status.serving(),
				(attempt != null && attempt.plan() != null) ? attempt.plan().version() : null,
				ready != null && ready.verified(), total, fetched, rate, (attempt != null) ? attempt.startedAt() : null,
				status.readyAt(), eta(status.state(), total - fetched, rate), status.users(), retries.failures(),
				retries.nextAttemptAt(), (error != null) ? error.getMessage() : null,
				waitingFor(attempt, status.state()), (attempt != null) ? attempt.phases() : Map.of(), loaded.progress(),
				next, (attempt != null) ? attempt.files().progress() : List.of());
	}

	/** Of what is coming beside it, or did not come. */
	static ModelProgress ofNext(Refresh refresh, Path path, RetrySchedule retries) {
		ModelSpec spec = refresh.spec();
		Attempt attempt = refresh.attempt();
		VersionPlan plan = attempt.plan();
		OssModelException error = refresh.error();
		long total = attempt.files().totalBytes();
		long fetched = attempt.files().fetchedBytes();
		long rate = attempt.meter().perSecond();
		return new ModelProgress(spec.name(), spec.uri(), path, spec.mode(), refresh.state(), false,
				(plan != null) ? plan.version() : null, false, total, fetched, rate, attempt.startedAt(), null,
				eta(refresh.state(), total - fetched, rate), 0, retries.failures(), retries.nextAttemptAt(),
				(error != null) ? error.getMessage() : null, waitingFor(attempt, refresh.state()), attempt.phases(),
				null, null, attempt.files().progress());
	}

	private static @Nullable String waitingFor(@Nullable Attempt attempt, ModelState state) {
		boolean underWay = state == ModelState.QUEUED || state == ModelState.FETCHING;
		return (attempt != null && underWay) ? attempt.waitingFor() : null;
	}

	private static long fetched(@Nullable Attempt attempt, ModelState state) {
		if (attempt == null) {
			return 0;
		}
		return (state == ModelState.READY) ? attempt.files().totalBytes() : attempt.files().fetchedBytes();
	}

	/**
	 * The mean of the whole fetch once it is over; what was there already did not come.
	 */
	private static long rate(@Nullable Attempt attempt, ModelState state) {
		if (attempt == null) {
			return 0;
		}
		Duration fetch = attempt.phases().get("fetch");
		return (state == ModelState.READY && fetch != null)
				? (long) (attempt.meter().total() * 1e9 / Math.max(1, fetch.toNanos())) : attempt.meter().perSecond();
	}

	private static @Nullable Duration eta(ModelState state, long left, long rate) {
		return switch (state) {
			case READY -> Duration.ZERO;
			case FETCHING -> (rate > 0) ? Duration.ofSeconds((left + rate - 1) / rate) : null;
			default -> null;
		};
	}

}
