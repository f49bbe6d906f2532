package io.ossmc.oss;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.github.resilience4j.core.IntervalFunction;
import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.sign.SigningClock;
import io.ossmc.thread.Pauses;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often, and for how long, a request of the control plane is tried. Three times if
 * what happened may pass: no connection, no or an odd reply, 408, 429, 5xx; once more at
 * once if OSS refused a signature because the clocks were apart. Pauses are as long as
 * was advised, but 30 s in all; no call takes longer than it may, and those that wait end
 * when the stores are closed.
 */
final class ControlCalls {

	private static final int TRIES = 3;

	private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

	/**
	 * However little time a call was given, its first request must be able to succeed.
	 */
	private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);

	/** With less time left than that a failure would say nothing but that it was over. */
	private static final Duration SHORTEST_TRY = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSES = Duration.ofSeconds(30);

	private static final long SAY_AGAIN = TimeUnit.MINUTES.toNanos(1);

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private final Duration limit;

	private final SigningClock clock;

	private final LongSupplier nanoTime;

	private final AtomicReference<@Nullable Long> said = new AtomicReference<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	/**
	 * Creates the rules.
	 * @param limit for a call with all its tries
	 * @param clock signs, and learns what time it is
	 * @param nanoTime measures the limit
	 */
	ControlCalls(Duration limit, SigningClock clock, LongSupplier nanoTime) {
		this.limit = (limit.compareTo(SHORTEST_LIMIT) > 0) ? limit : SHORTEST_LIMIT;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	SigningClock clock() {
		return this.clock;
	}

	/**
	 * Runs a call.
	 * @return its result
	 * @throws IOException what its last request ended with
	 */
	<R> R run(Request<R> request) throws IOException {
		return run(TRIES, request);
	}

	/**
	 * Runs a call of which only the signature is tried again, so that it waits for
	 * nothing but its reply.
	 * @return its result
	 * @throws IOException what its last request ended with
	 */
	<R> R runOnce(Request<R> request) throws IOException {
		return run(1, request);
	}

	private <R> R run(int most, Request<R> request) throws IOException {
		long start = this.nanoTime.getAsLong();
		Duration pauses = LONGEST_PAUSES;
		boolean resigned = false;
		int tries = 1;
		while (true) {
			Instant signedAt = this.clock.instant();
			try {
				return request.send(shorter(LONGEST_REQUEST, left(start)), signedAt);
			}
			catch (IOException ex) {
				if (!resigned && ex instanceof HttpStatusFailure refused && refused.status() == 403
						&& refused.proxy().isEmpty() && worthATry(start, Duration.ZERO)
						&& this.clock.corrected(signedAt, refused.date())) {
					resigned = true;
					continue;
				}
				Duration pause = shorter(pauses, pause(ex, tries));
				if (tries == most || !mayPass(ex) || !pauses.isPositive() || !worthATry(start, pause)
						|| !paused(pause, ex)) {
					throw ex;
				}
				pauses = pauses.minus(pause);
				tries++;
			}
		}
	}

	private Duration left(long start) {
		return this.limit.minusNanos(this.nanoTime.getAsLong() - start);
	}

	private boolean worthATry(long start, Duration pause) {
		return left(start).minus(pause).compareTo(SHORTEST_TRY) >= 0;
	}

	private static boolean mayPass(IOException failure) {
		return switch (failure) {
			case HttpFailure.Aborted _ -> false;
			case HttpStatusFailure status -> status.status() >= 500 || status.status() == 429 || status.status() == 408;
			default -> true;
		};
	}

	private static Duration pause(IOException failure, int tries) {
		Duration backoff = Duration.ofMillis(Backoff.MILLIS.apply(tries));
		return (failure instanceof HttpStatusFailure status) ? status.retryAfter().orElse(backoff) : backoff;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/** False if there is nothing to go on for. */
	private boolean paused(Duration pause, IOException failure) {
		String why = (advised(failure) ? "OSS asks to come back later (" : "a request is tried again (")
				+ failure.getMessage() + ")";
		if (advised(failure)) {
			say(why, pause);
		}
		Pauses.tell(why);
		try {
			return !this.closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			Pauses.tell(null);
		}
	}

	private static boolean advised(IOException failure) {
		return failure instanceof HttpStatusFailure status && status.retryAfter().isPresent();
	}

	/** Once a minute. */
	private void say(String why, Duration pause) {
		long now = this.nanoTime.getAsLong();
		Long before = this.said.get();
		if ((before == null || now - before >= SAY_AGAIN) && this.said.compareAndSet(before, now)) {
			log.warn("{}: the next try is in {} ms", why, pause.toMillis());
		}
	}

	boolean isClosed() {
		return this.closed.getCount() == 0;
	}

	/** Ends pauses, for good. */
	void close() {
		this.closed.countDown();
	}

	/** One request of a call. */
	@FunctionalInterface
	interface Request<R> {

		/**
		 * Sends it.
		 * @param timeout for all of it
		 * @param now what time it is for its signature
		 */
		R send(Duration timeout, Instant now) throws IOException;

	}

	/** Not needed, and not loaded, while all goes well. */
	private static final class Backoff {

		static final IntervalFunction MILLIS = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2,
				0.5);

	}

}
