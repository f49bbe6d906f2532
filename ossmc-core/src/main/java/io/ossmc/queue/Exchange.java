package io.ossmc.queue;

import java.util.concurrent.TimeUnit;

import io.ossmc.http.Abort;

/**
 * A request under way: whose it is, since when nothing has come of it, and how to end it.
 * Thread-safe.
 */
public final class Exchange {

	/**
	 * So many bytes a second are a sign, as the first one is: less is as good as none.
	 */
	private static final long SIGN = 16 * 1024;

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final Work work;

	/** Nanoseconds without a sign that make it silent. */
	private final long silentAfter;

	/** Bytes that are a sign, if they come in that time. */
	private final long sign;

	private final Abort abort = new Abort();

	private volatile boolean doubtful;

	private volatile boolean answered;

	/** One second more or less is no matter if a sign comes between two looks. */
	private volatile boolean brings;

	private volatile long lastSign;

	private volatile boolean cut;

	private volatile boolean aborted;

	private volatile long abortedAt;

	/** Since the last sign; for the thread that receives. */
	private long brought;

	private boolean first = true;

	/** For the thread that watches. */
	private long judgedAt;

	Exchange(Work work, long silentAfter, long now) {
		this.work = work;
		this.silentAfter = silentAfter;
		this.sign = Math.max(1, SIGN * silentAfter / SECOND);
		this.lastSign = now;
		this.judgedAt = now;
		this.doubtful = !work.standing().clean();
	}

	/**
	 * What it is for.
	 * @return that work
	 */
	public Work work() {
		return this.work;
	}

	/**
	 * To which it counts.
	 * @return that of the work
	 */
	public Group group() {
		return this.work.group();
	}

	/**
	 * Ends it, for whoever sends it.
	 * @return always the same
	 */
	public Abort abort() {
		return this.abort;
	}

	/**
	 * Something came. For the thread that receives.
	 * @param bytes how much
	 * @param now nanosecond time
	 */
	public void received(long bytes, long now) {
		this.brought += bytes;
		boolean enough = this.brought >= this.sign;
		if (this.first || enough) {
			this.first = false;
			this.brought = 0;
			if (enough) {
				this.brings = true;
			}
			this.lastSign = now;
			this.doubtful = false;
			this.answered = true;
		}
	}

	/** Whether a second of it is over that is to be judged, once. */
	boolean due(long now) {
		if (now - this.judgedAt < SECOND) {
			return false;
		}
		this.judgedAt = now;
		return true;
	}

	/**
	 * Whether it brought enough since this was asked the last time.
	 * @return true for a sign or more
	 */
	public boolean brought() {
		boolean enough = this.brings;
		this.brings = false;
		return enough;
	}

	/** Whether it has brought nothing so far, or brings nothing any more. */
	boolean barren(long now) {
		return !this.answered || silent(now);
	}

	/** How long there has been no sign, nanoseconds. */
	long silence(long now) {
		return now - this.lastSign;
	}

	/**
	 * Whether it is silent, or for an object whose last request failed and no byte came.
	 */
	boolean doubtful(long now) {
		return this.doubtful || silent(now);
	}

	boolean silent(long now) {
		return silence(now) >= this.silentAfter;
	}

	/** Ends it because others need its connection. */
	void cut(long now) {
		this.cut = true;
		end(now);
	}

	/**
	 * Ends it.
	 * @param now nanosecond time
	 */
	public void end(long now) {
		if (!this.aborted) {
			this.abortedAt = now;
			this.aborted = true;
		}
		this.abort.abort();
	}

	/**
	 * Whether its thread has not come back from it since it was ended.
	 * @param now nanosecond time
	 * @return true from a second after that on
	 */
	public boolean endless(long now) {
		return this.aborted && now - this.abortedAt >= SECOND;
	}

	/**
	 * Whether it was ended because others need its connection.
	 * @return false if it ended otherwise
	 */
	public boolean wasCut() {
		return this.cut;
	}

}
