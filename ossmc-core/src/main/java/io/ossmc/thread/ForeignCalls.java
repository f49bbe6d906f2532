package io.ossmc.thread;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.ossmc.OssModelTransferException;

/**
 * Calls of code that is not ours, such as a supplier of credentials: nobody can end one
 * that hangs. Each has a virtual thread of its own, and who asks waits for a limited
 * time. Those that hang stay until they return, {@value #MOST} at most. Thread-safe.
 */
public final class ForeignCalls {

	private static final int MOST = 32;

	private final String problem;

	private final String remedy;

	private final Semaphore free = new Semaphore(MOST);

	/**
	 * Calls nothing yet.
	 * @param problem what it means that no answer comes, without a full stop
	 * @param remedy one sentence on what to do
	 */
	public ForeignCalls(String problem, String remedy) {
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Calls.
	 * @param code what to call; what it throws is thrown here
	 * @param limit how long to wait
	 * @return the answer
	 * @throws OssModelTransferException if there is none in time, or the thread was
	 * interrupted, which it stays
	 */
	public <T> T call(Supplier<T> code, Duration limit) {
		long end = System.nanoTime() + Nanos.of(limit);
		try {
			if (!this.free.tryAcquire(Nanos.of(limit), TimeUnit.NANOSECONDS)) {
				throw late(limit);
			}
			CompletableFuture<T> answer = new CompletableFuture<>();
			Thread thread = start(code, answer);
			try {
				return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			finally {
				if (!answer.isDone()) {
					thread.interrupt();
				}
			}
		}
		catch (TimeoutException _) {
			throw late(limit);
		}
		catch (ExecutionException ex) {
			throw Waiting.rethrown(ex.getCause());
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException(this.problem + ": the thread that waited was interrupted.",
					"Ask again.");
		}
	}

	private <T> Thread start(Supplier<T> code, CompletableFuture<T> answer) {
		boolean started = false;
		try {
			Thread thread = Thread.ofVirtual().name("ossmc-foreign").start(() -> {
				try {
					answer.complete(code.get());
				}
				catch (Throwable ex) {
					// Whatever it is, the one who waits gets it.
					answer.completeExceptionally(ex);
				}
				finally {
					this.free.release();
				}
			});
			started = true;
			return thread;
		}
		finally {
			if (!started) {
				this.free.release();
			}
		}
	}

	private OssModelTransferException late(Duration limit) {
		return new OssModelTransferException(
				String.format(Locale.ROOT, "%s: no answer for %.1f s.", this.problem, Nanos.of(limit) / 1e9),
				this.remedy);
	}

}
