package io.ossmc.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.pace.RateMeter;
import io.ossmc.plan.VersionPlan;
import io.ossmc.text.ServerText;
import io.ossmc.thread.Unforeseen;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one try to bring a model into memory: written by its
 * {@link Preparation}, read by anybody.
 */
final class Attempt {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final Instant startedAt;

	private final LongSupplier nanoTime;

	private final long startNanos;

	private final CompletableFuture<ModelVersion> arrived = new CompletableFuture<>();

	private final CompletableFuture<ModelVersion> result = new CompletableFuture<>();

	private final AttemptFiles files = new AttemptFiles(this.result);

	private final Map<String, Duration> phases = new ConcurrentHashMap<>();

	private volatile RateMeter meter;

	private volatile @Nullable String waitingFor;

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private volatile CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

	private volatile @Nullable Attempt successor;

	// Guarded by this.

	private @Nullable Thread thread;

	private boolean cancelled;

	Attempt(Instant startedAt, LongSupplier nanoTime) {
		this.startedAt = startedAt;
		this.nanoTime = nanoTime;
		this.startNanos = nanoTime.getAsLong();
		this.meter = new RateMeter(nanoTime);
	}

	Instant startedAt() {
		return this.startedAt;
	}

	/**
	 * Completes just before the result does, while the connector itself holds the
	 * version: for what has to be done before others can give it up.
	 */
	CompletableFuture<ModelVersion> arrived() {
		return this.arrived;
	}

	/** For all who wait. */
	CompletableFuture<ModelVersion> result() {
		return this.result;
	}

	Duration elapsed() {
		return Duration.ofNanos(this.nanoTime.getAsLong() - this.startNanos);
	}

	RateMeter meter() {
		return this.meter;
	}

	Map<String, Duration> phases() {
		return this.phases;
	}

	void phase(String name, long nanos) {
		this.phases.merge(name, Duration.ofNanos(nanos), Duration::plus);
	}

	@Nullable VersionPlan plan() {
		return this.files.plan();
	}

	/** What it is made of, and how far each file is. */
	AttemptFiles files() {
		return this.files;
	}

	/**
	 * What keeps it from going on; null if nothing does. If it does not wait as a whole,
	 * that is what one of its files waits for.
	 */
	@Nullable String waitingFor() {
		String whole = this.waitingFor;
		return (whole != null) ? whole : this.files.waitingFor().orElse(null);
	}

	/**
	 * Waits, and says so meanwhile.
	 * @param what for, for people
	 * @param wait ends when it is there
	 */
	void waitFor(String what, Work wait) throws InterruptedException {
		this.waitingFor = what;
		try {
			wait.run();
		}
		finally {
			this.waitingFor = null;
		}
	}

	/**
	 * It waits as a whole, or no more.
	 * @param what for, for people; null for nothing
	 */
	void waitsFor(@Nullable String what) {
		this.waitingFor = what;
	}

	/** A new plan makes everything before it void. */
	void plan(VersionPlan plan) {
		this.meter = new RateMeter(this.nanoTime);
		this.files.planned(plan);
	}

	/**
	 * Runs it on this thread, which {@link #cancel()} interrupts, and sorts its ends.
	 * @param work what to do
	 * @param stopped called if it was cancelled
	 * @param failed called with what went wrong otherwise
	 */
	void run(Work work, Runnable stopped, Consumer<OssModelException> failed) {
		synchronized (this) {
			if (this.over.isDone()) {
				// Its hand-over was said to have failed, and did not.
				return;
			}
			this.thread = Thread.currentThread();
		}
		try {
			work.run();
		}
		catch (InterruptedException _) {
			stopped.run();
		}
		catch (RuntimeException | Error ex) {
			if (cancelled()) {
				log.debug("Stopped: {}", this, ex);
				stopped.run();
			}
			else {
				failed.accept((ex instanceof OssModelException known) ? known : unforeseen(ex));
			}
		}
		finally {
			synchronized (this) {
				this.thread = null;
			}
			over();
		}
	}

	private OssModelException unforeseen(Throwable error) {
		log.error("An unforeseen error: {}", this, error);
		return new OssModelTransferException("Preparing the model failed: " + ServerText.shown(error.toString()) + ".",
				Unforeseen.remedy(error), error);
	}

	/** Why there is none any more. */
	static OssModelException gone(String model) {
		return new OssModelTransferException("Model " + model + " was removed from the connector.",
				"Prepare it again.");
	}

	/** Why one has brought nothing. */
	static OssModelException stopped(String model) {
		return new OssModelTransferException("The fetch of model " + model + " was stopped.",
				"Start the connector again, or ask for the model again.");
	}

	/** Why an attempt did not even begin. */
	static OssModelException noThread(String model, Throwable cause) {
		return new OssModelTransferException("No thread could be started to fetch model " + model + ": " + cause + ".",
				"Raise the limit of threads (ulimit -u, the container's pids limit) or free memory.", cause);
	}

	/** It does not run, or not any more. */
	void over() {
		this.over.complete(null);
	}

	/** Completes when nothing of it runs any more. */
	CompletableFuture<Void> whenOver() {
		return this.over;
	}

	/** Ends it soon, for another one that brings what those who wait for it want. */
	void cancelFor(Attempt other) {
		this.successor = other;
		cancel();
	}

	/** Tells those who wait that it was cancelled, unless another one goes on for it. */
	void fail(OssModelException reason) {
		Attempt next = this.successor;
		if (next == null) {
			this.arrived.completeExceptionally(reason);
			this.result.completeExceptionally(reason);
		}
		else {
			forward(next.arrived, this.arrived);
			forward(next.result, this.result);
		}
	}

	private static void forward(CompletableFuture<ModelVersion> from, CompletableFuture<ModelVersion> to) {
		from.whenComplete((version, error) -> {
			if (error != null) {
				to.completeExceptionally(error);
			}
			else {
				to.complete(version);
			}
		});
	}

	/** Ends it soon, or as soon as it begins. */
	synchronized void cancel() {
		this.cancelled = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	synchronized boolean cancelled() {
		return this.cancelled;
	}

	/**
	 * An interrupt gets lost where somebody else's code swallows it; this does not.
	 * @throws InterruptedException if it was cancelled
	 */
	void requireWanted() throws InterruptedException {
		if (cancelled()) {
			throw new InterruptedException("cancelled");
		}
	}

	/** What it had is on its way back to the kernel. */
	void released(CompletableFuture<Void> memory) {
		this.released = memory;
	}

	/**
	 * Completes when nothing of it is left; only its version is, if it has come to one.
	 */
	CompletableFuture<Void> ended() {
		return this.over.thenCompose((_) -> this.released);
	}

	/** What to do. */
	@FunctionalInterface
	interface Work {

		void run() throws InterruptedException;

	}

	@Override
	public String toString() {
		return "attempt since " + this.startedAt + ", " + Objects.toString(plan(), "not planned");
	}

}
