package io.ossmc.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Memory that was given up and is not free yet, so that no more is given up than is
 * needed. It is an estimate: what becomes free is taken off the oldest, whosever it was
 * (that leaves the sum of free and returning bytes as it is), and what did not come
 * within a while is not counted on any longer, so that a wrong figure costs an entry too
 * many and never a wait without end. Thread-safe.
 */
final class Returning {

	/** The kernel takes back 5 GiB of small pages in a second. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Ticker ticker;

	private final Deque<GivenUp> oldestFirst = new ArrayDeque<>();

	private long bytes;

	Returning(Ticker ticker) {
		this.ticker = ticker;
	}

	synchronized void add(long given) {
		if (given > 0) {
			this.oldestFirst.add(new GivenUp(given, this.ticker.read()));
			this.bytes += given;
		}
	}

	/** So much came, or will not come in the near future. */
	synchronized void came(long freed) {
		long left = freed;
		while (left > 0 && !this.oldestFirst.isEmpty()) {
			GivenUp oldest = this.oldestFirst.remove();
			long taken = Math.min(left, oldest.bytes());
			this.bytes -= taken;
			left -= taken;
			if (taken < oldest.bytes()) {
				this.oldestFirst.addFirst(new GivenUp(oldest.bytes() - taken, oldest.since()));
			}
		}
	}

	synchronized long bytes() {
		long now = this.ticker.read();
		while (!this.oldestFirst.isEmpty() && now - this.oldestFirst.peek().since() >= PATIENCE.toNanos()) {
			this.bytes -= this.oldestFirst.remove().bytes();
		}
		return this.bytes;
	}

	private record GivenUp(long bytes, long since) {
	}

}
