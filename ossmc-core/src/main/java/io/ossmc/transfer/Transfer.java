package io.ossmc.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.PartMap;
import io.ossmc.pace.Patience;
import io.ossmc.pace.Standing;
import io.ossmc.thread.Fresh;
import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/** One object on its way into one region. Thread-safe. */
public final class Transfer {

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
	private final Set<Exchange> requests = ConcurrentHashMap.newKeySet();

	private final AtomicLong fetched = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition progressed = this.lock.newCondition();

	private volatile int waiting;

	private volatile @Nullable OssModelException failure;

	private final Setbacks setbacks;

	private final IntegrityCheck check;

	private final Standing standing = new Standing();

	private final Group group;

	private final Patience patience;

	private volatile boolean exposed;

	/** There is a verdict: the bytes stay what they are. Under the lock. */
	private boolean concluded;

	Transfer(TransferRequest request, Group group, TransferEngine engine, long partSize, LongSupplier nanoTime) {
		this.request = request;
		this.group = group;
		this.setbacks = new Setbacks(request.object().uri().bucket());
		this.engine = engine;
		this.partSize = partSize;
		this.nanoTime = nanoTime;
		this.url = new SignedUrl(request.store(), request.object().uri(), nanoTime, engine.clock());
		this.patience = new Patience(nanoTime.getAsLong());
		List<Part> cut = new ArrayList<>();
		for (long position = 0; position < request.object().size(); position += partSize) {
			cut.add(new Part(this, group, position, Math.min(partSize, request.object().size() - position)));
		}
		this.parts = List.copyOf(cut);
		this.incomplete.set(this.parts.size());
		this.check = new IntegrityCheck(this, engine, request.crc64(), nanoTime);
	}

	/**
	 * What has to be done for it, in this order. An empty object has no part, but it is
	 * not right by being empty: it waits for the verdict like any other.
	 */
	List<? extends Work> begin() {
		if (this.parts.isEmpty()) {
			this.check.judge();
		}
		return this.parts;
	}

	/** The object, for messages and logs. */
	@Override
	public String toString() {
		return this.request.toString();
	}

	/**
	 * The object's size.
	 * @return bytes
	 */
	public long size() {
		return this.request.object().size();
	}

	/**
	 * What is in the region.
	 * @return bytes so far
	 */
	public long fetched() {
		return this.fetched.get();
	}

	/**
	 * Which of its bytes are in the region at this moment, and who works on it. It costs
	 * a look at every part; nothing is kept for it.
	 * @return a picture for people
	 */
	public PartMap map() {
		List<Part> underWay = this.requests.stream()
			.map(Exchange::work)
			.filter(Part.class::isInstance)
			.map(Part.class::cast)
			.toList();
		return MapOfParts.of(size(), this.partSize, this.parts, underWay);
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
	 * What it waits for, if it cannot go on: a host that asked to slow down, a pause
	 * after a failure.
	 * @return a sentence without a full stop; empty while nothing is in the way
	 */
	public Optional<String> waitingFor() {
		return ended() ? Optional.empty() : this.setbacks.current().map(Setback::problem);
	}

	/**
	 * Waits until a byte is there and says how many there are behind it without a gap.
	 * Moves the part to the front. The last byte is there when the verdict is: whoever
	 * has read everything has read what is right.
	 * @param position which byte, less than the size
	 * @param timeout how long to wait; null for as long as the transfer goes on
	 * @return contiguous bytes from {@code position}, at least 1; 0 if the time is over
	 * @throws OssModelException if the transfer failed, an exception of the caller's own
	 * @throws InterruptedException if the thread was
	 */
	public long await(long position, @Nullable Duration timeout) throws InterruptedException {
		expose();
		int index = (int) (position / this.partSize);
		long there = available(index, position);
		if (there > 0 && this.failure == null) {
			return there;
		}
		this.engine.demand(List.of(this.parts.get(index)));
		long left = (timeout != null) ? Nanos.of(timeout) : Nanos.MAX;
		this.lock.lockInterruptibly();
		this.waiting++;
		try {
			while (true) {
				OssModelException failed = this.failure;
				if (failed != null) {
					throw Fresh.copy(failed);
				}
				there = available(index, position);
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

	/**
	 * Contiguous bytes from a position, over as many parts as are there; without the last
	 * byte of all before the verdict.
	 */
	private long available(int index, long position) {
		Part part = this.parts.get(index);
		long end = part.position + part.fetched();
		for (int next = index + 1; part.complete() && next < this.parts.size(); next++) {
			part = this.parts.get(next);
			end = part.position + part.fetched();
		}
		if (end == size() && !this.done.isDone()) {
			end--;
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
		this.engine.remove(this);
	}

	Group group() {
		return this.group;
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

	/** How its requests have gone of late. */
	Standing standing() {
		return this.standing;
	}

	/** What keeps it from going on. */
	Setbacks setbacks() {
		return this.setbacks;
	}

	/**
	 * Gives up if nothing has come for too long, see {@link Patience}.
	 * @param othersGet whether bytes of others come
	 */
	void look(long now, boolean othersGet) {
		if (ended()) {
			return;
		}
		boolean waitsForItsTurn = othersGet && this.setbacks.current().isEmpty() && this.requests.isEmpty();
		long quiet = this.patience.look(now, fetched(), waitsForItsTurn);
		if (quiet <= Nanos.of(this.engine.settings().giveUpAfter())) {
			return;
		}
		Setback reason = this.setbacks.current().orElse(this.requests.isEmpty() ? Setback.NO_TURN : Setback.SILENCE);
		if (this.incomplete.get() == 0 && this.check.isOpen()) {
			this.check.unanswered(reason, false);
			return;
		}
		cancel(new OssModelTransferException(
				String.format(Locale.ROOT, "No byte of %s came for %.1f s: %s.", this, quiet / 1e9, reason.problem()),
				reason.remedy() + " ossmc.fetch.give-up-after is how long it is tried.", reason.cause()));
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
	void requesting(Exchange request) {
		this.requests.add(request);
		if (ended()) {
			request.end(this.nanoTime.getAsLong());
		}
	}

	/** It is over. */
	void requested(Exchange request) {
		this.requests.remove(request);
	}

	void progress(Part part, long bytes) {
		this.setbacks.over();
		part.fetched(part.fetched() + bytes);
		this.fetched.addAndGet(bytes);
		this.request.progress().accept(bytes);
		if (this.waiting > 0) {
			wakeReaders();
		}
	}

	/** What has to be right for its bytes to be. */
	IntegrityCheck check() {
		return this.check;
	}

	/**
	 * A part is complete and its writer has left. Whoever completes the last part gives
	 * the verdict.
	 */
	void completed() {
		if (this.incomplete.decrementAndGet() == 0 && !ended()) {
			this.check.judge();
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
		wakeReaders();
	}

	/** Fetches everything anew, if nobody has seen a byte. */
	boolean again() {
		this.lock.lock();
		try {
			if (this.exposed || this.concluded || this.parts.isEmpty()) {
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
			if (this.failure != null || this.concluded) {
				return;
			}
			this.failure = reason;
			this.progressed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		// One that hangs would keep the region until the watchdog sees it.
		long now = this.nanoTime.getAsLong();
		this.requests.forEach((request) -> request.end(now));
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
