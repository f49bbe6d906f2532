package io.ossmc.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.core.IntervalFunction;

/**
 * How the requests for one object have gone of late. It is <em>clean</em> until one
 * fails, and again from the next good reply on. One that was asked to slow down, or whose
 * requests failed several times in a row, gets one request per pause, so that its parts
 * do not all run into the same trouble. Changed under the lock of its {@link HostGate}.
 */
public final class Standing {

	/** A broken connection or two are no reason to be careful with an object. */
	private static final int PATIENCE = 4;

	/** What another try will hardly mend is tried as often, and for that long. */
	private static final int TRIES = 4;

	private static final long TRIED_FOR = TimeUnit.SECONDS.toNanos(1);

	/** Pauses of an object whose requests fail: 0.1 s doubling to 10 s, half random. */
	private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100),
			2, 0.5, Duration.ofSeconds(10));

	/**
	 * After that at the latest an object that was asked to slow down is asked for again
	 * once the host gives to others.
	 */
	private static final long AFTER_THE_OTHERS = TimeUnit.SECONDS.toNanos(1);

	/** One request at a time: before the next one goes, this one has had its chance. */
	private static final long BETWEEN_PROBES = TimeUnit.SECONDS.toNanos(1);

	private volatile int troubles;

	private volatile boolean throttled;

	/** Failures since the last good reply that another try will hardly mend. */
	private int lasting;

	private long lastingSince;

	private long troubledAt;

	/** Not asked for before that. */
	private long next;

	/** Not asked for before that unless the host gives to others. */
	private long advised;

	/** Whether its last request succeeded, as far as is known. */
	public boolean clean() {
		return this.troubles == 0;
	}

	/** Whether it waits because the host asked to slow down. */
	public boolean throttled() {
		return this.throttled;
	}

	/**
	 * How long it has to wait.
	 * @param now nanosecond time
	 * @param answeredAt when the host gave something to anybody the last time
	 * @return nanoseconds; 0 or less for not at all
	 */
	long pause(long now, long answeredAt) {
		if (!this.throttled && this.troubles < PATIENCE) {
			return 0;
		}
		long wait = this.next - now;
		return (answeredAt - this.troubledAt > 0) ? wait : Math.max(wait, this.advised - now);
	}

	/** A request goes out. */
	void asked(long now) {
		if (this.throttled || this.troubles >= PATIENCE) {
			this.next = now + BETWEEN_PROBES;
			this.advised = this.next;
		}
	}

	/**
	 * One more failure that another try will hardly mend.
	 * @return whether there were enough of them, over enough time, to give up
	 */
	boolean hopeless(long now) {
		if (this.lasting++ == 0) {
			this.lastingSince = now;
		}
		return this.lasting >= TRIES && now - this.lastingSince >= TRIED_FOR;
	}

	void answered() {
		this.troubles = 0;
		this.lasting = 0;
		this.throttled = false;
	}

	void failed(long now) {
		this.troubles++;
		this.troubledAt = now;
		long beyond = Math.max(1, this.troubles - PATIENCE + 1);
		this.next = now + TimeUnit.MILLISECONDS.toNanos(BACKOFF.apply((int) beyond));
		this.advised = this.next;
	}

	/** The host asked to wait that long. */
	public void throttled(long now, long nanos) {
		this.troubles++;
		this.throttled = true;
		this.troubledAt = now;
		this.next = now + Math.min(nanos, AFTER_THE_OTHERS);
		this.advised = now + nanos;
	}

}
