package io.ossmc.thread;

import java.util.concurrent.ThreadFactory;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that fetch, as many as are wanted. One counts from when it was started; one
 * that cannot be started is no error: there is another occasion soon (see
 * {@link FetchWatch}), and those that run do the work meanwhile. Thread-safe.
 */
public final class FetchThreads {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private final ThreadFactory factory;

	private final Runnable work;

	private final IntSupplier wanted;

	/** Changed under the lock, like the others. */
	private volatile int count;

	private volatile boolean closed;

	private boolean refused;

	/**
	 * Starts nothing yet.
	 * @param factory of threads
	 * @param work what each does until {@link #surplus()} or {@link #retire} says that it
	 * is to end, or {@link #left()}
	 * @param wanted how many there should be while there is work for them
	 */
	public FetchThreads(ThreadFactory factory, Runnable work, IntSupplier wanted) {
		this.factory = factory;
		this.work = work;
		this.wanted = wanted;
	}

	/**
	 * Starts threads for so much work, as far as more are wanted.
	 * @param amount as many threads as could begin something at once
	 */
	public void start(int amount) {
		// Mostly there are enough, and whoever fetches comes here after each request.
		if (this.count < this.wanted.getAsInt()) {
			startMissing(amount);
		}
	}

	private synchronized void startMissing(int amount) {
		int most = Math.min(this.wanted.getAsInt(), this.count + amount);
		while (!this.closed && this.count < most) {
			try {
				this.factory.newThread(this.work).start();
			}
			catch (OutOfMemoryError ex) {
				refused(ex);
				return;
			}
			this.count++;
			this.refused = false;
		}
	}

	private void refused(OutOfMemoryError error) {
		if (!this.refused) {
			this.refused = true;
			log.warn("There is no thread to be had beside the {} that fetch: {}. It is tried again.", this.count,
					error.getMessage());
		}
	}

	/**
	 * Ends the calling thread if there are more than wanted.
	 * @return whether it is to end
	 */
	public boolean surplus() {
		return tooMany() && leaves();
	}

	private boolean tooMany() {
		return this.closed || this.count > this.wanted.getAsInt();
	}

	private synchronized boolean leaves() {
		boolean leaves = tooMany();
		if (leaves) {
			this.count--;
		}
		return leaves;
	}

	/**
	 * Ends the calling thread if there is really nothing to do.
	 * @param waiting how much work there is; work that came meanwhile keeps the thread
	 * @return whether it is to end
	 */
	public synchronized boolean retire(IntSupplier waiting) {
		if (!this.closed && waiting.getAsInt() > 0) {
			return false;
		}
		this.count--;
		return true;
	}

	/** The calling thread ends whatever there is to do. */
	public synchronized void left() {
		this.count--;
	}

	/**
	 * How many there are.
	 * @return that have not ended
	 */
	public int count() {
		return this.count;
	}

	/** No more are started, and those there end soon. */
	public synchronized void close() {
		this.closed = true;
	}

}
