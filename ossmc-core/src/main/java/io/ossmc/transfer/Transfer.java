package io.ossmc.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.checksum.Crc64;
import io.ossmc.http.Abort;
import org.jspecify.annotations.Nullable;

/** One object on its way into one region. Thread-safe. */
public final class Transfer {

	private static final int MAX_MISMATCHES = 3;

	private final TransferRequest request;

	private final TransferEngine engine;

	private final LongSupplier nanoTime;

	private final List<Part> parts;

	private final long partSize;

	private final SignedUrl url;

	private final CompletableFuture<Verdict> done = new CompletableFuture<>();

	private final AtomicInteger incomplete = new AtomicInteger();

	/** Threads inside the region; the verdict waits for zero. */
	private final AtomicInteger writers = new AtomicInteger();

	/** Requests under way; of no use any more once the transfer has ended. */
	private final Set<Abort> requests = ConcurrentHashMap.newKeySet();

	private final AtomicLong fetched = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition progressed = this.lock.newCondition();

	private volatile int waiting;

	private volatile @Nullable OssModelException failure;

	private volatile @Nullable Long expectedCrc;

	private volatile long lastProgress;

	private volatile boolean exposed;

	private int mismatches;

	Transfer(TransferRequest request, TransferEngine engine, long partSize, LongSupplier nanoTime) {
		this.request = request;
		this.engine = engine;
		this.partSize = partSize;
		this.nanoTime = nanoTime;
		this.url = new SignedUrl(request.store(), request.uri(), nanoTime);
		this.lastProgress = nanoTime.getAsLong();
		List<Part> cut = new ArrayList<>();
		for (long position = 0; position < request.size(); position += partSize) {
			cut.add(new Part(this, position, Math.min(partSize, request.size() - position)));
		}
		this.parts = List.copyOf(cut);
		this.incomplete.set(this.parts.size());
		if (this.parts.isEmpty()) {
			this.done.complete(new Verdict(true, 0, 0));
		}
	}

	/**
	 * The object.
	 * @return its URI as text
	 */
	public String uri() {
		return this.request.uri().toString();
	}

	/**
	 * The object's size.
	 * @return bytes
	 */
	public long size() {
		return this.request.size();
	}

	/**
	 * What is in the region.
	 * @return bytes so far
	 */
	public long fetched() {
		return this.fetched.get();
	}

	/**
	 * The end: completes after the last writer left the region.
	 * @return completes with the verdict, or exceptionally with an
	 * {@link OssModelException}
	 */
	public CompletableFuture<Verdict> done() {
		return this.done;
	}

	/**
	 * Waits until a byte is there and says how many there are behind it without a gap.
	 * Moves the part to the front.
	 * @param position which byte, less than the size
	 * @param timeout how long to wait; null for as long as the transfer goes on
	 * @return contiguous bytes from {@code position}, at least 1; 0 if the time is over
	 * @throws OssModelException if the transfer failed before that byte came
	 * @throws InterruptedException if the thread was
	 */
	public long await(long position, @Nullable Duration timeout) throws InterruptedException {
		expose();
		int index = (int) (position / this.partSize);
		long there = available(index, position);
		if (there > 0) {
			return there;
		}
		this.engine.demand(List.of(this.parts.get(index)));
		long left = (timeout != null) ? timeout.toNanos() : Long.MAX_VALUE;
		this.lock.lockInterruptibly();
		this.waiting++;
		try {
			while ((there = available(index, position)) == 0) {
				OssModelException failed = this.failure;
				if (failed != null) {
					throw failed;
				}
				if (left <= 0) {
					return 0;
				}
				left = (timeout != null) ? this.progressed.awaitNanos(left) : forever();
			}
			return there;
		}
		finally {
			this.waiting--;
			this.lock.unlock();
		}
	}

	/**
	 * From now on somebody may have seen a byte: under the lock, so that a verdict is
	 * either before or after this.
	 */
	private void expose() {
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

	private long forever() throws InterruptedException {
		this.progressed.await(1, TimeUnit.MINUTES);
		return Long.MAX_VALUE;
	}

	/** Contiguous bytes from a position, over as many parts as are there. */
	private long available(int index, long position) {
		Part part = this.parts.get(index);
		long end = part.position + part.fetched();
		for (int next = index + 1; part.complete() && next < this.parts.size(); next++) {
			part = this.parts.get(next);
			end = part.position + part.fetched();
		}
		return Math.max(0, end - position);
	}

	/**
	 * Gives the transfer up and cuts the connections that work for it. Idempotent;
	 * {@link #done()} completes once no thread is in the region any more, which is soon.
	 * @param reason what waiting readers get
	 */
	public void cancel(OssModelException reason) {
		fail(reason);
		this.engine.forget(this);
	}

	List<Part> parts() {
		return this.parts;
	}

	TransferRequest request() {
		return this.request;
	}

	SignedUrl url() {
		return this.url;
	}

	boolean ended() {
		return this.failure != null || this.done.isDone();
	}

	long lastProgress() {
		return this.lastProgress;
	}

	/** A thread is about to write; false if the transfer has ended. */
	boolean enter() {
		this.writers.incrementAndGet();
		if (ended()) {
			leave();
			return false;
		}
		return true;
	}

	/** A thread left the region. The last one to leave an ended transfer tells. */
	void leave() {
		if (this.writers.decrementAndGet() == 0) {
			tell();
		}
	}

	private void tell() {
		OssModelException failed = this.failure;
		if (failed != null && this.writers.get() == 0) {
			this.done.completeExceptionally(failed);
		}
	}

	/** A request begins; it is aborted if the transfer ends or has ended without it. */
	void requesting(Abort request) {
		this.requests.add(request);
		if (ended()) {
			request.abort();
		}
	}

	/** It is over. */
	void requested(Abort request) {
		this.requests.remove(request);
	}

	void progress(Part part, long bytes, long now) {
		this.lastProgress = now;
		part.fetched(part.fetched() + bytes);
		this.fetched.addAndGet(bytes);
		this.request.progress().accept(bytes);
		if (this.waiting > 0) {
			wakeReaders();
		}
	}

	/** What OSS said the object is. All replies must agree. */
	void described(long objectSize, @Nullable Long crc64) {
		if (objectSize != this.request.size()) {
			throw new OssModelChangedException(
					uri() + " was " + this.request.size() + " bytes and is " + objectSize + ".",
					"Open it again to get the new content.");
		}
		if (crc64 != null) {
			this.expectedCrc = crc64;
		}
	}

	/**
	 * A part is complete and its writer has left. Whoever completes the last part gives
	 * the verdict.
	 */
	void completed() {
		if (this.incomplete.decrementAndGet() == 0 && !ended()) {
			judge();
		}
	}

	private void judge() {
		Long expected = this.expectedCrc;
		if (expected == null || !this.engine.settings().verify().compares()) {
			this.done.complete(new Verdict(false, 0, 0));
			wakeReaders();
			return;
		}
		long start = this.nanoTime.getAsLong();
		long crc = 0;
		for (Part part : this.parts) {
			crc = Crc64.combine(crc, part.crc, part.length);
		}
		if (crc == expected) {
			this.done.complete(new Verdict(true, crc, this.nanoTime.getAsLong() - start));
			wakeReaders();
			return;
		}
		this.mismatches++;
		this.engine.mismatched();
		if (!again()) {
			fail(new OssModelIntegrityException(
					"The bytes of " + uri() + " do not have the CRC-64 that OSS keeps for it"
							+ ((this.mismatches > 1) ? ", " + this.mismatches + " times in a row." : "."),
					"Open it again; if it happens again, look for a broken proxy or memory on the way."));
		}
	}

	/** Fetches everything anew, if nobody has seen a byte and it is worth another try. */
	private boolean again() {
		this.lock.lock();
		try {
			if (this.exposed || this.mismatches >= MAX_MISMATCHES) {
				return false;
			}
			this.parts.forEach(Part::reset);
			this.request.progress().accept(-this.fetched.getAndSet(0));
			this.incomplete.set(this.parts.size());
		}
		finally {
			this.lock.unlock();
		}
		this.engine.again(this);
		return true;
	}

	void fail(OssModelException reason) {
		this.lock.lock();
		try {
			if (this.failure != null || this.done.isDone()) {
				return;
			}
			this.failure = reason;
			this.progressed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		// One that hangs would keep the region until the watchdog sees it.
		this.requests.forEach(Abort::abort);
		tell();
	}

	private void wakeReaders() {
		this.lock.lock();
		try {
			this.progressed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was found out about a complete object.
	 *
	 * @param verified whether its CRC-64 was compared with the one OSS keeps (and is
	 * equal)
	 * @param crc64 that value; 0 if not verified
	 * @param nanos how long the comparison took; the parts' checksums were taken as their
	 * bytes came
	 */
	public record Verdict(boolean verified, long crc64, long nanos) {
	}

}
