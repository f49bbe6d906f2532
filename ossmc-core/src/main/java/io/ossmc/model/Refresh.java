package io.ossmc.model;

import java.util.concurrent.CompletableFuture;

import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.plan.VersionPlan;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * One look at a model that is in memory, and if it has changed, the fetch of the new
 * version beside it: in memory that nobody else waits for, shown when it is complete.
 */
final class Refresh implements Preparation.Terms {

	private final ModelVersion from;

	private final ModelStatus status;

	private final ModelSpec spec;

	private final Attempt attempt;

	private final CompletableFuture<Boolean> result = new CompletableFuture<>();

	private volatile ModelState state = ModelState.QUEUED;

	private volatile @Nullable OssModelException error;

	private volatile boolean anotherFollows;

	Refresh(ModelVersion from, ModelStatus status, Attempt attempt) {
		this.from = from;
		this.status = status;
		this.spec = status.spec();
		this.attempt = attempt;
	}

	/** The version that is there. */
	ModelVersion from() {
		return this.from;
	}

	/** What is looked for. */
	ModelSpec spec() {
		return this.spec;
	}

	Attempt attempt() {
		return this.attempt;
	}

	/** Whether a new version took the place. */
	CompletableFuture<Boolean> result() {
		return this.result;
	}

	ModelState state() {
		return this.state;
	}

	@Nullable OssModelException error() {
		return this.error;
	}

	/** Whether it has found something else than what is there. */
	boolean isNews() {
		VersionPlan plan = this.attempt.plan();
		return plan != null && wanted(plan);
	}

	/** It looks for what is not wanted any more. */
	void cancelForAnother() {
		this.anotherFollows = true;
		this.attempt.cancel();
	}

	boolean anotherFollows() {
		return this.anotherFollows;
	}

	/** What came of the other one. */
	void tellAlso(Boolean replaced, @Nullable Throwable reason) {
		if (reason != null) {
			this.result.completeExceptionally(reason);
		}
		else {
			this.result.complete(replaced);
		}
	}

	void failed(OssModelException reason) {
		this.error = reason;
		this.state = ModelState.FAILED;
	}

	@Override
	public boolean wanted(VersionPlan plan) {
		return !plan.version().equals(this.from.plan().version());
	}

	@Override
	public void planned(VersionPlan plan) throws InterruptedException {
		hold();
	}

	/** Else the version might have to go for the one that is to take its place. */
	private void hold() throws InterruptedException {
		this.attempt.requireWanted();
		if (!this.status.holdForRefresh(this.from)) {
			throw new InterruptedException("given up");
		}
	}

	/** To be called at the end, whatever came of it. */
	void letGo() {
		this.status.releaseForRefresh(this.from);
	}

	/**
	 * Requires that the model is still as it was. Under the status' lock.
	 * @throws InterruptedException if it is not, or this was cancelled
	 */
	void requireInPlace() throws InterruptedException {
		this.attempt.requireWanted();
		if (this.status.version() != this.from || this.status.removed()) {
			throw new InterruptedException("given up");
		}
	}

	@Override
	public void admitted() {
		this.state = ModelState.FETCHING;
	}

	@Override
	public Preparation.Way way() {
		return Preparation.Way.BESIDE;
	}

}
