package io.ossmc.budget;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Granted memory that was given up and is not free yet, so that no more is given up than
 * is needed. What did not come within a while is not counted on any longer: it costs an
 * entry too many and never a wait without end. Not thread-safe: it is the budget's, under
 * its lock.
 */
final class Returning {

	/** The kernel takes back 5 GiB of small pages in a second. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Ticker ticker;

	/** With the time when each was given up, the oldest first. */
	private final Map<Reservation, Long> givenUp = new LinkedHashMap<>();

	private long bytes;

	Returning(Ticker ticker) {
		this.ticker = ticker;
	}

	/** Its memory is expected. */
	void add(Reservation reservation) {
		if (this.givenUp.putIfAbsent(reservation, this.ticker.read()) == null) {
			this.bytes += reservation.bytes();
		}
	}

	/** Its memory came, or will not come in the near future. */
	void remove(Reservation reservation) {
		if (this.givenUp.remove(reservation) != null) {
			this.bytes -= reservation.bytes();
		}
	}

	boolean contains(Reservation reservation) {
		return this.givenUp.containsKey(reservation);
	}

	long bytes() {
		long now = this.ticker.read();
		Iterator<Map.Entry<Reservation, Long>> oldestFirst = this.givenUp.entrySet().iterator();
		while (oldestFirst.hasNext()) {
			Map.Entry<Reservation, Long> next = oldestFirst.next();
			if (now - next.getValue() < PATIENCE.toNanos()) {
				break;
			}
			this.bytes -= next.getKey().bytes();
			oldestFirst.remove();
		}
		return this.bytes;
	}

}
