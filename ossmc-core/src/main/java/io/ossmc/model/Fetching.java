package io.ossmc.model;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.place.ModelPlace;
import io.ossmc.plan.VersionPlan;
import io.ossmc.text.Amounts;
import io.ossmc.thread.Ending;
import io.ossmc.thread.RetrySchedule;
import io.ossmc.version.ModelVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a model from {@code ABSENT} or {@code FAILED} to {@code READY}, again and again
 * until it succeeds or is stopped. Shares the model's status and its lock.
 */
final class Fetching {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final LoadedObjects loaded;

	private final Evictions evictions;

	private final Refreshing refreshing;

	private final RetrySchedule retries;

	Fetching(ModelServices services, ModelPlace place, ModelStatus status, LoadedObjects loaded, Evictions evictions,
			Refreshing refreshing) {
		this.services = services;
		this.place = place;
		this.status = status;
		this.loaded = loaded;
		this.evictions = evictions;
		this.refreshing = refreshing;
		this.retries = new RetrySchedule(services.threads(), services.clock());
	}

	RetrySchedule retries() {
		return this.retries;
	}

	/**
	 * What is fetched or being fetched; begins an attempt if there is neither.
	 * @throws OssModelException if the model was removed
	 */
	Attempt attempt() {
		synchronized (this.status) {
			if (this.status.removed()) {
				throw Attempt.gone(this.status.name());
			}
			Attempt current = this.status.attempt();
			return (current != null && (this.status.isReady() || this.status.underWay())) ? current : fresh();
		}
	}

	private Attempt fresh() {
		Attempt current = this.status.attempt();
		this.retries.cancel();
		Attempt fresh = new Attempt(this.services.clock().instant(), this.services.nanoTime());
		this.status.queued(fresh);
		if (this.status.wanted().pinned()) {
			this.services.pinned().expect(this.status.name());
		}
		if (current != null) {
			// One that was stopped may still be clearing up.
			current.whenOver().thenRun(() -> begin(fresh));
		}
		else {
			begin(fresh);
		}
		return fresh;
	}

	/**
	 * Begins again where something is being fetched, or was tried, that is not what is
	 * wanted any more. Under the lock.
	 */
	void restart() {
		Attempt current = this.status.attempt();
		if (current != null && this.status.underWay()) {
			current.cancelFor(fresh());
		}
		else if (this.status.state() == ModelState.FAILED) {
			this.retries.succeeded();
			if (this.status.wanted().eager()) {
				fresh();
			}
			this.status.forgiven();
		}
	}

	private void begin(Attempt fresh) {
		try {
			this.services.threads()
				.tasks()
				.execute(() -> fresh.run(() -> run(fresh), () -> stopped(fresh), (ex) -> failed(fresh, ex)));
		}
		catch (RejectedExecutionException _) {
			stopped(fresh);
			fresh.over();
		}
		catch (RuntimeException | Error ex) {
			failed(fresh, Attempt.noThread(this.status.name(), ex));
			fresh.over();
		}
	}

	private void run(Attempt current) throws InterruptedException {
		ModelSpec spec = this.status.spec();
		Preparation preparation = new Preparation(spec, this.place, this.services, current, new Terms(current, spec));
		succeeded(current, spec, Objects.requireNonNull(preparation.run()));
	}

	private void succeeded(Attempt current, ModelSpec spec, ModelVersion ready) {
		Duration took = current.elapsed();
		boolean inPlace = false;
		try {
			this.evictions.countUsers(ready);
			synchronized (this.status) {
				inPlace = this.status.ready(current, ready, spec, this.services.clock().instant());
				if (inPlace) {
					this.refreshing.succeeded();
					this.retries.succeeded();
					this.status.announcements()
						.note(() -> this.services.listener()
							.prepared(this.status.name(), ready.plan().bytes(), took, null));
				}
			}
		}
		finally {
			if (!inPlace) {
				Ending ending = new Ending("Giving up an attempt for model " + this.status.name());
				ending.step(() -> this.place.hide(ready.directory()));
				ending.step(() -> current.released(ready.retire()));
				ending.report();
			}
		}
		if (!inPlace) {
			stopped(current);
			return;
		}
		// It is ready: whatever goes wrong from now on is no failure of the attempt.
		Ending ending = new Ending("What follows model " + this.status.name() + " being ready");
		ending.step(() -> tellOfReady(current, ready, took));
		// Those who wait get their leases before it is let go, and go on afterwards: so
		// it is never idle before they have used it, and its time begins when they leave.
		ending.step(() -> current.arrived().complete(ready));
		ending.step(this.refreshing::apply);
		ending.step(() -> current.result().complete(ready));
		if (this.status.wanted().eager()) {
			ending.step(this.loaded::build);
		}
		ending.step(this::latchServing);
		ending.report();
	}

	private void tellOfReady(Attempt current, ModelVersion ready, Duration took) {
		long came = current.meter().total();
		String speed = (came > 0) ? Amounts.size((long) (came * 1e9 / Math.max(1, took.toNanos()))) + "/s"
				: "nothing fetched";
		log.atInfo()
			.addKeyValue("model", this.status.name())
			.addKeyValue("version", ready.plan().version())
			.addKeyValue("bytes", ready.plan().bytes())
			.addKeyValue("ms", took.toMillis())
			.log("Model {}: ready, {} in {} s, {}, {}", this.status.name(), Amounts.size(ready.plan().bytes()),
					took.toMillis() / 1000.0, speed,
					ready.verified() ? "verified" : "not verified: OSS sent no checksums, or verification is off");
		this.status.announcements().tell();
	}

	private void failed(Attempt current, OssModelException reason) {
		try {
			note(current, reason);
			this.status.announcements().tell();
		}
		finally {
			current.fail(reason);
		}
	}

	private void note(Attempt current, OssModelException reason) {
		boolean news = false;
		boolean again = this.status.wanted().eager();
		synchronized (this.status) {
			OssModelException known = this.status.error();
			if (this.status.failed(current, reason)) {
				news = known == null || !known.problem().equals(reason.problem());
				this.services.pinned().failed(this.status.name());
				this.retries.failed(reason.permanent(), again ? () -> retry(current) : null);
				this.status.announcements()
					.note(() -> this.services.listener()
						.prepared(this.status.name(), current.files().totalBytes(), current.elapsed(), reason));
			}
		}
		if (news) {
			log.atWarn()
				.addKeyValue("model", this.status.name())
				.addKeyValue("ms", current.elapsed().toMillis())
				.log("Model {}: {}{}", this.status.name(), reason.getMessage(),
						again ? " The next try is at " + this.retries.nextAttemptAt() + "." : "");
		}
	}

	/** Unless somebody asked for the model, or stopped it, meanwhile. */
	private void retry(Attempt failed) {
		synchronized (this.status) {
			if (this.status.attempt() == failed && this.status.state() == ModelState.FAILED && !this.status.removed()) {
				fresh();
			}
		}
		this.status.announcements().tell();
	}

	/** Ends an attempt under way; what is ready stays. */
	void stop() {
		synchronized (this.status) {
			this.retries.cancel();
			Attempt current = this.status.attempt();
			if (current != null && !this.status.isReady()) {
				current.cancel();
				this.services.pinned().remove(this.status.name());
			}
			this.status.halt();
		}
		this.status.announcements().tell();
	}

	private void stopped(Attempt current) {
		synchronized (this.status) {
			if (this.status.attempt() == current) {
				this.services.pinned().remove(this.status.name());
				this.status.halt();
			}
		}
		current.fail(Attempt.stopped(this.status.name()));
		this.status.announcements().tell();
	}

	/**
	 * Readiness counts from the first time everything was there, and never falls back.
	 */
	void latchServing() {
		synchronized (this.status) {
			this.status.latchServing(this.loaded.complete());
		}
	}

	/** The model is not there yet: everything is for it. */
	private final class Terms implements Preparation.Terms {

		private final Attempt current;

		private final ModelSpec spec;

		private Terms(Attempt current, ModelSpec spec) {
			this.current = current;
			this.spec = spec;
		}

		@Override
		public void planned(VersionPlan plan) throws InterruptedException {
			if (Wanted.pinned(this.spec)) {
				this.current.waitFor("the listings of the other pinned models", () -> Fetching.this.services.pinned()
					.admit(this.spec.name(), plan, Fetching.this.place::charge));
			}
		}

		@Override
		public void admitted() {
			ModelStatus status = Fetching.this.status;
			status.fetching(this.current);
			status.announcements().tell();
		}

		@Override
		public Preparation.Way way() {
			return Preparation.Way.ALONE;
		}

	}

}
