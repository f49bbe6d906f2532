package io.ossmc.loaded;

import java.time.Duration;
import java.time.Instant;

import io.ossmc.ModelProgress.LoadProgress;
import io.ossmc.ModelProgress.LoadState;
import io.ossmc.OssModelLoadException;
import org.jspecify.annotations.Nullable;

/** How the loads of one handle went so far. Guarded by the handle. */
final class LoadRecord {

	private static final long LONGEST_PAUSE = 60;

	private @Nullable OssModelLoadException error;

	/** In a row. */
	private int failures;

	private @Nullable Duration took;

	private @Nullable Instant nextAttemptAt;

	/** Why the last one failed; null if it did not. */
	@Nullable OssModelLoadException error() {
		return this.error;
	}

	void succeeded(Duration time) {
		this.error = null;
		this.failures = 0;
		this.nextAttemptAt = null;
		this.took = time;
	}

	/**
	 * One failed.
	 * @param reason an {@link OssModelLoadException} if it is the loader's, else of what
	 * came before
	 * @return whether it is another reason than last time
	 */
	boolean failed(Throwable reason) {
		OssModelLoadException known = this.error;
		boolean same = known != null && reason instanceof OssModelLoadException failure
				&& known.problem().equals(failure.problem());
		if (reason instanceof OssModelLoadException failure) {
			this.error = failure;
		}
		this.failures++;
		return !same;
	}

	/** Until the next try: 2 s, doubling to a minute. */
	Duration pause() {
		return Duration.ofSeconds(Math.min(LONGEST_PAUSE, 1L << Math.min(6, this.failures)));
	}

	void nextAttemptAt(Instant when) {
		this.nextAttemptAt = when;
	}

	LoadProgress progress(boolean loaded, boolean loading) {
		LoadState state;
		if (loaded) {
			state = LoadState.LOADED;
		}
		else if (this.error != null) {
			state = LoadState.FAILED;
		}
		else {
			state = loading ? LoadState.LOADING : LoadState.ABSENT;
		}
		return new LoadProgress(state, this.failures, this.took, this.nextAttemptAt,
				(this.error != null) ? this.error.getMessage() : null);
	}

}
