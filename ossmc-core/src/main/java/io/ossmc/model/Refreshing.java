package io.ossmc.model;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;

import io.ossmc.ModelProgress;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.loaded.Closers;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.loaded.Replacement;
import io.ossmc.place.ModelPlace;
import io.ossmc.place.StablePath;
import io.ossmc.thread.Ending;
import io.ossmc.thread.Nanos;
import io.ossmc.thread.RetrySchedule;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a model that is {@code READY} has changed, and if so lets a new version
 * take the place of the one that is there. What goes wrong on the way changes nothing but
 * what is shown as next. Shares the model's status and its lock.
 */
final class Refreshing {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final LoadedObjects loaded;

	private final Evictions evictions;

	/** For what has to succeed: the model is not what its configuration says. */
	private final RetrySchedule retries;

	// Guarded by the status.

	private @Nullable Refresh running;

	/** The last one, if it failed. */
	private @Nullable Refresh failed;

	private @Nullable Future<?> timer;

	Refreshing(ModelServices services, ModelPlace place, ModelStatus status, LoadedObjects loaded,
			Evictions evictions) {
		this.services = services;
		this.place = place;
		this.status = status;
		this.loaded = loaded;
		this.evictions = evictions;
		this.retries = new RetrySchedule(services.threads(), services.clock());
	}

	/** One for all who ask at the same time. */
	CompletableFuture<Boolean> refresh() {
		synchronized (this.status) {
			if (this.status.removed()) {
				return CompletableFuture.failedFuture(Attempt.gone(this.status.name()));
			}
			ModelVersion current = this.status.version();
			return (current != null) ? begin(current).result() : CompletableFuture.completedFuture(false);
		}
	}

	/**
	 * What follows from the model being there, or being configured differently: it is
	 * pinned or let go, brought up to date, and looked at again later.
	 */
	void apply() {
		synchronized (this.status) {
			ModelVersion current = this.status.version();
			if (current == null || this.status.removed()) {
				return;
			}
			pin(current);
			Refresh under = this.running;
			if (under != null && !Wanted.sameObjects(under.spec(), this.status.spec())) {
				under.cancelForAnother();
			}
			else if (under == null && this.status.outdated()) {
				begin(current);
			}
			arm();
		}
	}

	private void pin(ModelVersion current) {
		if (!this.status.wanted().pinned()) {
			this.services.pinned().remove(this.status.name());
			this.status.release();
		}
		else {
			this.status.hold();
			this.services.pinned().hold(this.status.name(), current.plan(), this.place::charge);
		}
	}

	/** The model was fetched as it is now: what failed before is of no interest. */
	void succeeded() {
		this.failed = null;
		this.retries.succeeded();
	}

	/** Ends what is under way and does nothing by itself any more. Under the lock. */
	void stop() {
		disarm();
		this.retries.cancel();
		if (this.running != null) {
			this.running.attempt().cancel();
		}
	}

	/** Completes when nothing of what was under way is left. Under the lock. */
	CompletableFuture<Void> ended() {
		return (this.running != null) ? this.running.attempt().ended() : CompletableFuture.completedFuture(null);
	}

	private void disarm() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	/** Not all models of all instances at the same moment. */
	private void arm() {
		disarm();
		Duration interval = this.status.spec().refreshInterval();
		if (interval != null && this.running == null && this.status.active()) {
			double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
			this.timer = this.services.threads()
				.after(Duration.ofNanos((long) (Nanos.ofPeriod(interval) * jitter)), this::again);
		}
	}

	private void again() {
		synchronized (this.status) {
			ModelVersion current = this.status.version();
			if (current != null && this.status.active() && !this.status.removed()) {
				begin(current);
			}
		}
	}

	private Refresh begin(ModelVersion current) {
		Refresh under = this.running;
		if (under != null) {
			return under;
		}
		disarm();
		this.retries.cancel();
		Refresh fresh = new Refresh(current, this.status,
				new Attempt(this.services.clock().instant(), this.services.nanoTime()));
		this.running = fresh;
		this.status.beside(fresh.attempt());
		try {
			this.services.threads()
				.tasks()
				.execute(() -> fresh.attempt().run(() -> run(fresh), () -> stopped(fresh), (ex) -> failed(fresh, ex)));
		}
		catch (RejectedExecutionException _) {
			stopped(fresh);
			fresh.attempt().over();
		}
		catch (RuntimeException | Error ex) {
			failed(fresh, Attempt.noThread(this.status.name(), ex));
			fresh.attempt().over();
		}
		return fresh;
	}

	private void run(Refresh current) throws InterruptedException {
		try {
			ModelVersion fresh = new Preparation(current.spec(), this.place, this.services, current.attempt(), current)
				.run();
			if (fresh != null) {
				replace(current, fresh);
			}
			ended(current);
			current.result().complete(fresh != null);
		}
		finally {
			current.letGo();
		}
	}

	/** What is loaded now is loaded from the new version before anybody sees that. */
	private void replace(Refresh current, ModelVersion fresh) throws InterruptedException {
		List<Replacement<?>> objects = new ArrayList<>();
		boolean done = false;
		try {
			this.evictions.countUsers(fresh);
			objects.addAll(this.loaded.replacements(fresh));
			objects.forEach(Replacement::await);
			synchronized (this.status) {
				current.requireInPlace();
				swap(current, fresh);
			}
			done = true;
		}
		finally {
			if (!done) {
				Ending ending = new Ending("Giving up the refresh of model " + this.status.name());
				objects.forEach((object) -> ending.step(object::discard));
				ending.step(() -> current.attempt().released(fresh.retire()));
				ending.report();
			}
		}
		log.atInfo()
			.addKeyValue("model", this.status.name())
			.addKeyValue("version", fresh.plan().version())
			.addKeyValue("bytes", fresh.plan().bytes())
			.log("Model {}: version {} took the place of {}", this.status.name(), fresh.plan().version(),
					current.from().plan().version());
		// It is done: whatever goes wrong from now on undoes nothing, and the old one
		// goes.
		Ending ending = new Ending("The refresh of model " + this.status.name());
		ending.step(this.status.announcements()::tell);
		objects.forEach((object) -> ending.step(object::install));
		ending.step(() -> Closers.await(this.status.name(), this.loaded.unloadAllBut(fresh)));
		ending.step(() -> this.evictions.replaced(current.from()));
		if (this.status.wanted().eager()) {
			ending.step(this.loaded::build);
		}
		ending.report();
	}

	private void swap(Refresh current, ModelVersion fresh) {
		try {
			this.place.show(fresh.directory(), fresh.plan().names());
		}
		catch (IOException ex) {
			throw StablePath.unusable(this.place.path(), ex);
		}
		this.status.replaced(current.attempt(), fresh, current.spec(), this.services.clock().instant());
		String from = current.from().plan().version();
		this.status.announcements()
			.note(() -> this.services.listener().refreshed(this.status.name(), from, fresh.plan().version()));
		current.attempt().arrived().complete(fresh);
		current.attempt().result().complete(fresh);
	}

	private void ended(Refresh current) {
		synchronized (this.status) {
			over(current);
			succeeded();
		}
		apply();
	}

	private void over(Refresh current) {
		if (this.running == current) {
			this.running = null;
			this.status.beside(null);
		}
	}

	private void stopped(Refresh current) {
		Refresh other = null;
		synchronized (this.status) {
			over(current);
			ModelVersion serving = this.status.version();
			if (current.anotherFollows() && serving != null && !this.status.removed()) {
				other = begin(serving);
			}
		}
		if (other != null) {
			other.result().whenComplete(current::tellAlso);
		}
		else {
			current.result().completeExceptionally(Attempt.stopped(this.status.name()));
		}
	}

	private void failed(Refresh current, OssModelException reason) {
		boolean news;
		synchronized (this.status) {
			over(current);
			Refresh before = this.failed;
			OssModelException known = (before != null) ? before.error() : null;
			news = known == null || !known.problem().equals(reason.problem());
			current.failed(reason);
			this.failed = current;
			String version = current.from().plan().version();
			this.status.announcements()
				.note(() -> this.services.listener().refreshFailed(this.status.name(), version, reason));
			this.retries.failed(reason.permanent(), this.status.outdated() ? this::again : null);
			arm();
		}
		if (news) {
			log.atWarn()
				.addKeyValue("model", this.status.name())
				.addKeyValue("version", current.from().plan().version())
				.log("Model {} stays at version {}, its refresh failed: {}", this.status.name(),
						current.from().plan().version(), reason.getMessage());
		}
		this.status.announcements().tell();
		current.result().completeExceptionally(reason);
	}

	/** What is coming, or did not come. Under the lock. */
	@Nullable ModelProgress next() {
		Refresh under = this.running;
		if (under != null && under.isNews()) {
			return ProgressReport.ofNext(under, this.place.path(), this.retries);
		}
		return (this.failed != null && this.status.state() == ModelState.READY)
				? ProgressReport.ofNext(this.failed, this.place.path(), this.retries) : null;
	}

}
