package io.ossmc.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.ossmc.thread.Nanos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one host may be asked for one object now. Thread-safe, never waits; all times
 * are nanosecond times.
 * <p>
 * What belongs to one object does not count against the host. A failure counts once per
 * object, until that object is answered again; that there is no connection counts always,
 * as it can be no object's fault. A host is <em>doubted</em> after {@value #IN_A_ROW}
 * that counted without a good reply to anybody in between: until the next good reply it
 * gets one request every 25 ms for objects that have not just failed, and one every 200
 * ms for others. (Many bad objects make a host doubted for as long as the first good one
 * needs to get its turn, and a storm brings it 5 requests a second.)
 * <p>
 * A host that asks to slow down is believed for {@link #LONGEST_PAUSE} at most and as far
 * as the object is concerned that was asked for. Once it gives to others, the object is
 * tried again a second later, whatever the advice was.
 * <p>
 * For example, with three objects and an advice of 20 s: <pre>
 *  0.0 s  a and b are asked to slow down   they wait until 20 s
 *  5.0 s  c is                             it waits until 25 s
 * 20.0 s  a and b ask                      with one request each; their other parts wait
 * 20.1 s  a is answered                    all of its parts go on; c is woken and asks: the
 *                                          host gives to others and its second is over
 * </pre>
 */
public final class HostGate {

	/** An advised wait is believed up to that. */
	static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	/** What is waited without any advice. */
	public static final Duration USUAL_PAUSE = Duration.ofSeconds(1);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private static final int IN_A_ROW = 16;

	private static final long BETWEEN_CLEAN = TimeUnit.MILLISECONDS.toNanos(25);

	private static final long BETWEEN_OTHERS = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long SAY_AGAIN = TimeUnit.MINUTES.toNanos(1);

	private final String host;

	private final LongSupplier nanoTime;

	private final Consumer<HostGate> opened;

	/** Those that counted since the last good reply. */
	private volatile int troubles;

	private volatile boolean throttled;

	private volatile long answeredAt;

	// Guarded by this.

	private final Turns forClean = new Turns(BETWEEN_CLEAN);

	private final Turns forOthers = new Turns(BETWEEN_OTHERS);

	private boolean said;

	private long saidAt;

	/**
	 * Makes an open gate.
	 * @param host for the log
	 * @param nanoTime the clock
	 * @param opened told when those that wait here should ask again
	 */
	public HostGate(String host, LongSupplier nanoTime, Consumer<HostGate> opened) {
		this.host = host;
		this.nanoTime = nanoTime;
		this.opened = opened;
		this.answeredAt = nanoTime.getAsLong();
	}

	/**
	 * Asks for leave to send one request.
	 * @param object of which
	 * @return nanoseconds to wait before asking again; 0 or less for leave
	 */
	public synchronized long acquire(Standing object) {
		long now = this.nanoTime.getAsLong();
		long pause = object.pause(now, this.answeredAt);
		if (pause > 0) {
			return pause;
		}
		if (this.troubles >= IN_A_ROW) {
			long turn = (object.clean() ? this.forClean : this.forOthers).take(now);
			if (turn > 0) {
				return turn;
			}
		}
		object.asked(now);
		return 0;
	}

	/**
	 * A good reply: a byte, or a definite answer about an object.
	 * @param object the one that was asked for
	 */
	public void answered(Standing object) {
		this.answeredAt = this.nanoTime.getAsLong();
		if (this.troubles == 0 && !this.throttled && object.clean()) {
			return;
		}
		synchronized (this) {
			this.troubles = 0;
			this.throttled = false;
			object.answered();
		}
		this.opened.accept(this);
	}

	/**
	 * Whether {@link #acquire} would give leave.
	 * @param object for which
	 */
	public synchronized boolean isOpen(Standing object) {
		return this.troubles < IN_A_ROW && object.pause(this.nanoTime.getAsLong(), this.answeredAt) <= 0;
	}

	/**
	 * A request failed.
	 * @param object for which
	 * @param trouble how
	 */
	public synchronized void failed(Standing object, Trouble trouble) {
		long now = this.nanoTime.getAsLong();
		switch (trouble.of()) {
			case HOST -> {
				this.troubles++;
				object.failed(now);
			}
			case HOST_OR_OBJECT -> {
				if (object.clean()) {
					this.troubles++;
				}
				object.failed(now);
			}
			case OBJECT -> object.failed(now);
			case MACHINE -> {
			}
		}
	}

	/**
	 * Whether an object has failed for long enough in ways that another try will hardly
	 * mend, now that it did so once more.
	 */
	public synchronized boolean isHopeless(Standing object) {
		return object.hopeless(this.nanoTime.getAsLong());
	}

	/**
	 * The host asked to slow down.
	 * @param object the one that was asked for
	 * @param advice how long to wait, if it said so
	 * @return how long the object waits: the advice within limits
	 */
	public Duration throttled(Standing object, Duration advice) {
		Duration wait = (advice.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE
				: (advice.compareTo(SHORTEST_PAUSE) < 0) ? SHORTEST_PAUSE : advice;
		boolean say;
		synchronized (this) {
			long now = this.nanoTime.getAsLong();
			if (object.clean()) {
				this.troubles++;
			}
			this.throttled = true;
			object.throttled(now, Nanos.of(wait));
			say = !this.said || now - this.saidAt >= SAY_AGAIN;
			if (say) {
				this.said = true;
				this.saidAt = now;
			}
		}
		if (say) {
			log.warn("{} asks to slow down; what it said so of waits for {} ms (advised: {} s)", this.host,
					wait.toMillis(), advice.toSeconds());
		}
		return wait;
	}

	@Override
	public String toString() {
		return this.host;
	}

}
