package io.ossmc.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.ossmc.OssModelException;
import io.ossmc.thread.Fresh;
import io.ossmc.transfer.Transfer.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How one transfer ends, and those who wait for its bytes until then. It ends once: with
 * a verdict or with a failure. Somebody's first look at the bytes is either before or
 * after the verdict; before it, the bytes stay what they are. Thread-safe.
 */
final class Outcome {

	private final CompletableFuture<Verdict> done = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition progressed = this.lock.newCondition();

	private volatile int waiting;

	private volatile @Nullable OssModelException failure;

	private volatile boolean exposed;

	/** There is a verdict: the bytes stay what they are. Under the lock. */
	private boolean concluded;

	/** Completes with the verdict, or with the failure once it is told. */
	CompletableFuture<Verdict> done() {
		return this.done;
	}

	/** Why it failed; known before it is told. */
	@Nullable OssModelException failure() {
		return this.failure;
	}

	boolean ended() {
		return this.failure != null || this.done.isDone();
	}

	/**
	 * From now on somebody may have seen a byte: under the lock, so that a verdict is
	 * either before or after this.
	 */
	void expose() {
		if (!this.exposed) {
			this.lock.lock();
			try {
				this.exposed = true;
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Waits for bytes.
	 * @param available how many are there
	 * @param nanos how long
	 * @return at least 1; 0 if the time is over
	 * @throws OssModelException if it failed, an exception of the caller's own
	 * @throws InterruptedException if the thread was
	 */
	long await(LongSupplier available, long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		this.waiting++;
		try {
			while (true) {
				OssModelException failed = this.failure;
				if (failed != null) {
					throw Fresh.copy(failed);
				}
				long there = available.getAsLong();
				if (there > 0 || left <= 0) {
					return there;
				}
				left = this.progressed.awaitNanos(left);
			}
		}
		finally {
			this.waiting--;
			this.lock.unlock();
		}
	}

	/** Bytes have come. */
	void progressed() {
		if (this.waiting > 0) {
			wake();
		}
	}

	private void wake() {
		this.lock.lock();
		try {
			this.progressed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The bytes are what they are; unless it has ended already. */
	void conclude(Verdict verdict) {
		this.lock.lock();
		try {
			if (this.concluded || this.failure != null) {
				return;
			}
			this.concluded = true;
		}
		finally {
			this.lock.unlock();
		}
		this.done.complete(verdict);
		wake();
	}

	/** Does something with the bytes if nobody has seen one and there is no verdict. */
	boolean unlessSeen(Runnable step) {
		this.lock.lock();
		try {
			if (this.exposed || this.concluded) {
				return false;
			}
			step.run();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Those who wait get an error; {@link #tellFailure()} must follow when no thread is
	 * in the region any more.
	 * @return false if it has ended already
	 */
	boolean fail(OssModelException reason) {
		this.lock.lock();
		try {
			if (this.failure != null || this.concluded) {
				return false;
			}
			this.failure = reason;
			this.progressed.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Completes {@link #done()} with the failure, if there is one. */
	void tellFailure() {
		OssModelException failed = this.failure;
		if (failed != null) {
			this.done.completeExceptionally(failed);
		}
	}

}
