package io.ossmc.model;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.cache.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a model from {@code ABSENT} or {@code FAILED} to {@code READY}, again and again
 * until it succeeds or is stopped. Shares the model's status and its lock.
 */
final class Fetching {

	private static final Logger log = LoggerFactory.getLogger(Fetching.class);

	private final ModelSpec spec;

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final LoadedObjects loaded;

	private final RetrySchedule retries;

	Fetching(ModelSpec spec, ModelServices services, ModelPlace place, ModelStatus status, LoadedObjects loaded) {
		this.spec = spec;
		this.services = services;
		this.place = place;
		this.status = status;
		this.loaded = loaded;
		this.retries = new RetrySchedule(services.threads(), services.clock());
	}

	RetrySchedule retries() {
		return this.retries;
	}

	/**
	 * What is fetched or being fetched; begins an attempt if there is neither. Under the
	 * lock.
	 */
	Attempt attempt() {
		Attempt current = this.status.attempt;
		if (current != null && (this.status.state == ModelState.READY || this.status.state == ModelState.QUEUED
				|| this.status.state == ModelState.FETCHING)) {
			return current;
		}
		this.retries.cancel();
		Attempt fresh = new Attempt(this.services.clock().instant(), this.services.nanoTime());
		this.status.attempt = fresh;
		this.status.change(ModelState.QUEUED);
		if (current != null) {
			// One that was stopped may still be clearing up.
			current.result().whenComplete((_, _) -> begin(fresh));
		}
		else {
			begin(fresh);
		}
		return fresh;
	}

	private void begin(Attempt fresh) {
		try {
			this.services.threads().tasks().execute(() -> fresh.run(() -> run(fresh)));
		}
		catch (RejectedExecutionException _) {
			stopped(fresh);
		}
	}

	private void run(Attempt current) {
		try {
			Preparation preparation = new Preparation(this.spec, this.place, this.services, current,
					() -> admitted(current));
			succeeded(current, preparation.run());
		}
		catch (InterruptedException _) {
			stopped(current);
		}
		catch (OssModelException ex) {
			if (current.cancelled()) {
				stopped(current);
			}
			else {
				failed(current, ex);
			}
		}
		catch (RuntimeException | Error ex) {
			if (current.cancelled()) {
				log.debug("Model {} was stopped", name(), ex);
				stopped(current);
				return;
			}
			log.error("Model {} failed with an error of our own", name(), ex);
			failed(current, new OssModelTransferException("Preparing model " + name() + " failed: " + ex + ".",
					"This is a bug of ossmc; please report it with the log.", ex));
		}
		finally {
			this.status.announcements.tell();
		}
	}

	private void admitted(Attempt current) {
		synchronized (this.status) {
			if (this.status.attempt == current && this.status.state == ModelState.QUEUED) {
				this.status.change(ModelState.FETCHING);
			}
		}
		this.status.announcements.tell();
	}

	private void succeeded(Attempt current, ModelVersion ready) {
		Duration took = current.elapsed();
		long bytes = ready.plan().bytes();
		boolean wanted;
		synchronized (this.status) {
			wanted = this.status.attempt == current && !current.cancelled() && !this.status.removed;
			if (wanted) {
				this.status.version = ready;
				this.status.pin = eager() ? ready.lease(true) : null;
				this.status.error = null;
				this.retries.succeeded();
				this.status.readyAt = this.services.clock().instant();
				this.status.change(ModelState.READY);
				this.status.announcements.note(() -> this.services.listener().prepared(name(), bytes, took, null));
			}
		}
		if (!wanted) {
			this.place.hide(ready.directory());
			current.released(ready.retire());
			stopped(current);
			return;
		}
		log.info("Model {}: ready, {} in {} s, {}/s, {}", name(), Bytes.show(bytes), took.toMillis() / 1000.0,
				Bytes.show((long) (bytes * 1e9 / Math.max(1, took.toNanos()))),
				ready.verified() ? "verified" : "not verified: OSS sent no checksums, or verification is off");
		this.status.announcements.tell();
		current.result().complete(ready);
		if (eager()) {
			this.loaded.build();
		}
		latchServing();
	}

	private void failed(Attempt current, OssModelException reason) {
		boolean news = false;
		synchronized (this.status) {
			if (this.status.attempt == current && !this.status.removed) {
				OssModelException known = this.status.error;
				news = known == null || !known.problem().equals(reason.problem());
				this.status.error = reason;
				this.status.change(ModelState.FAILED);
				this.retries.failed(reason.permanent(), eager() ? () -> retry(current) : null);
				this.status.announcements.note(() -> this.services.listener()
					.prepared(name(), current.totalBytes(), current.elapsed(), reason));
			}
		}
		if (news) {
			log.warn("Model {}: {} {}", name(), reason.getMessage(),
					eager() ? "The next try is at " + this.retries.nextAttemptAt() + "." : "");
		}
		this.status.announcements.tell();
		current.result().completeExceptionally(reason);
	}

	/** Unless somebody asked for the model, or stopped it, meanwhile. */
	private void retry(Attempt failed) {
		synchronized (this.status) {
			if (this.status.attempt == failed && this.status.state == ModelState.FAILED && !this.status.removed) {
				attempt();
			}
		}
		this.status.announcements.tell();
	}

	/** Ends an attempt under way; what is ready stays. */
	void stop() {
		synchronized (this.status) {
			this.retries.cancel();
			if (this.status.attempt != null && this.status.state != ModelState.READY) {
				this.status.attempt.cancel();
			}
			this.status.halt();
		}
		this.status.announcements.tell();
	}

	private void stopped(Attempt current) {
		synchronized (this.status) {
			if (this.status.attempt == current) {
				this.status.halt();
			}
		}
		current.result()
			.completeExceptionally(new OssModelTransferException("The fetch of model " + name() + " was stopped.",
					"Start the connector again, or ask for the model again."));
	}

	/**
	 * Readiness counts from the first time everything was there, and never falls back.
	 */
	void latchServing() {
		synchronized (this.status) {
			this.status.serving |= this.status.state == ModelState.READY && this.loaded.complete();
		}
	}

	private boolean eager() {
		return this.spec.mode() == ModelMode.EAGER;
	}

	private String name() {
		return this.spec.name();
	}

}
