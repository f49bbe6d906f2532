package io.ossmc.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.PartMap;
import io.ossmc.pace.Patience;
import io.ossmc.pace.Setback;
import io.ossmc.pace.Setbacks;
import io.ossmc.pace.Standing;
import io.ossmc.queue.Exchange;
import io.ossmc.queue.Group;
import io.ossmc.queue.Work;
import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/** One object on its way into one region. Thread-safe. */
public final class Transfer {

	private final TransferRequest request;

	private final TransferEngine engine;

	private final LongSupplier nanoTime;

	private final Parts parts;

	private final SignedUrl url;

	private final Outcome outcome = new Outcome();

	/** Threads inside the region; the verdict waits for zero. */
	private final AtomicInteger writers = new AtomicInteger();

	/** Requests under way; of no use any more once the transfer has ended. */
	private final Set<Exchange> requests = ConcurrentHashMap.newKeySet();

	private final Setbacks setbacks;

	private final IntegrityCheck check;

	private final Standing standing = new Standing();

	private final Group group;

	private final Patience patience;

	Transfer(TransferRequest request, Group group, TransferEngine engine, long partSize, LongSupplier nanoTime) {
		this.request = request;
		this.group = group;
		this.setbacks = new Setbacks(request.object().uri().bucket());
		this.engine = engine;
		this.nanoTime = nanoTime;
		this.url = new SignedUrl(request.store(), request.object().uri(), nanoTime, engine.clock());
		this.patience = new Patience(nanoTime.getAsLong());
		this.parts = new Parts(this, request.object().size(), partSize);
		this.check = new IntegrityCheck(this, engine, request.crc64(), nanoTime);
	}

	/**
	 * What has to be done for it, in this order. An empty object has no part, but it is
	 * not right by being empty: it waits for the verdict like any other.
	 */
	List<? extends Work> begin() {
		if (parts().isEmpty()) {
			this.check.judge();
		}
		return parts();
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
		return this.parts.fetched();
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
		return this.parts.map(underWay);
	}

	/**
	 * The end: completes after the last writer left the region.
	 * @return completes with the verdict, or exceptionally with an
	 * {@link OssModelException}
	 */
	public CompletableFuture<Verdict> done() {
		return this.outcome.done();
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
		this.outcome.expose();
		long there = available(position);
		if (there > 0 && this.outcome.failure() == null) {
			return there;
		}
		this.engine.demand(List.of(this.parts.at(position)));
		return this.outcome.await(() -> available(position), (timeout != null) ? Nanos.of(timeout) : Nanos.MAX);
	}

	/**
	 * Bytes from a position without a gap; without the last of all before the verdict.
	 */
	private long available(long position) {
		long end = this.parts.contiguousTo(position);
		return Math.max(0, (end == size() && !done().isDone()) ? end - 1 - position : end - position);
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
		return this.parts.all();
	}

	TransferRequest request() {
		return this.request;
	}

	SignedUrl url() {
		return this.url;
	}

	boolean ended() {
		return this.outcome.ended();
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
		if (this.parts.complete() && this.check.isOpen()) {
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
		// In this order: once it has failed, nobody enters any more.
		if (this.outcome.failure() != null && this.writers.get() == 0) {
			this.outcome.tellFailure();
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
		this.parts.add(part, bytes);
		this.request.progress().accept(bytes);
		this.outcome.progressed();
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
		if (this.parts.completed() && !ended()) {
			this.check.judge();
		}
	}

	/** The bytes are what they are; unless it has ended already. */
	void conclude(Verdict verdict) {
		this.outcome.conclude(verdict);
	}

	/** Fetches everything anew, if nobody has seen a byte. */
	boolean again() {
		boolean unseen = !parts().isEmpty()
				&& this.outcome.unlessSeen(() -> this.request.progress().accept(-this.parts.reset()));
		if (!unseen) {
			return false;
		}
		this.engine.again(this);
		return true;
	}

	void fail(OssModelException reason) {
		if (!this.outcome.fail(reason)) {
			return;
		}
		// One that hangs would keep the region until the watchdog sees it.
		long now = this.nanoTime.getAsLong();
		this.requests.forEach((request) -> request.end(now));
		tell();
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
