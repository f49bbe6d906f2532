package io.ossmc.benchmark.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.ossmc.emulator.ByteRange;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestHook;
import io.ossmc.emulator.RequestKind;

/**
 * What goes wrong on a link: one connection in a hundred is slow – the third of each
 * hundred, so that there is one even where few are opened – and now and then the service
 * asks everybody to come back later.
 */
final class Weather implements RequestHook {

	private final long slow;

	private final AtomicLong firstRequest = new AtomicLong();

	private final LongAdder requested = new LongAdder();

	private final LongAdder requests = new LongAdder();

	private final LongAdder stormRequests = new LongAdder();

	private final LongAdder slowRequests = new LongAdder();

	private final AtomicLong connections = new AtomicLong();

	private volatile long connectionsBefore;

	private volatile long stormEnd;

	private volatile Duration delay = Duration.ZERO;

	private volatile double before;

	/**
	 * Makes the weather.
	 * @param slow bytes a second of slow connections; 0 for none
	 */
	Weather(long slow) {
		this.slow = slow;
		this.stormEnd = System.nanoTime();
	}

	@Override
	public Reaction react(Request request) {
		if (request.kind() != RequestKind.GET_OBJECT) {
			return Reaction.proceed();
		}
		this.connections.accumulateAndGet(request.connection(), Math::max);
		long now = System.nanoTime();
		this.firstRequest.compareAndSet(0, now);
		this.requests.increment();
		if (now - this.stormEnd < 0) {
			this.stormRequests.increment();
			return Reaction.qosDelay(this.delay);
		}
		request.range().ifPresent((range) -> this.requested.add(length(range)));
		if (this.slow > 0 && (request.connection() - this.connectionsBefore) % 100 == 3) {
			this.slowRequests.increment();
			return Reaction.throttle(this.slow);
		}
		return Reaction.proceed();
	}

	private static long length(ByteRange range) {
		return (range.last() == ByteRange.OPEN) ? 0 : range.last() - range.first() + 1;
	}

	/** From now on for this time, all are asked to wait so long. */
	void storm(Duration time, Duration delay) {
		long now = System.nanoTime();
		this.before = this.requests.sum() / Math.max(1e-9, (now - this.firstRequest.get()) / 1e9);
		this.delay = delay;
		this.stormEnd = now + time.toNanos();
	}

	void reset() {
		this.connectionsBefore = this.connections.get();
		this.firstRequest.set(0);
		this.requested.reset();
		this.requests.reset();
		this.stormRequests.reset();
		this.slowRequests.reset();
	}

	long firstRequest() {
		return this.firstRequest.get();
	}

	long requestedBytes() {
		return this.requested.sum();
	}

	long stormRequests() {
		return this.stormRequests.sum();
	}

	long slowRequests() {
		return this.slowRequests.sum();
	}

	double requestsPerSecondBefore() {
		return this.before;
	}

}
