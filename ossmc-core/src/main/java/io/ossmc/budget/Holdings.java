package io.ossmc.budget;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * Who holds what of the budget. Not thread-safe: it is the budget's, under its lock.
 */
final class Holdings {

	private static final int SHOWN = 10;

	private final Set<Reservation> granted = new LinkedHashSet<>();

	/** How many granted parts each request still has. */
	private final Map<Reservation, Integer> parts = new HashMap<>();

	private long bytes;

	private long lingering;

	/** For those who wait until nothing is held. */
	private @Nullable CompletableFuture<Void> empty;

	void grant(Reservation reservation) {
		this.bytes += reservation.bytes();
		add(reservation);
	}

	Reservation split(Reservation reservation, long part) {
		Reservation taken = reservation.part(part);
		add(taken);
		return taken;
	}

	private void add(Reservation reservation) {
		this.granted.add(reservation);
		this.parts.merge(reservation.whole(), 1, Integer::sum);
	}

	void lingers(Reservation reservation) {
		reservation.lingering(true);
		this.lingering += reservation.bytes();
	}

	void drop(Reservation reservation) {
		this.granted.remove(reservation);
		this.parts.computeIfPresent(reservation.whole(), (_, count) -> (count > 1) ? count - 1 : null);
		this.bytes -= reservation.bytes();
		if (reservation.lingering()) {
			this.lingering -= reservation.bytes();
		}
	}

	long bytes() {
		return this.bytes;
	}

	/** Of these, kept by other processes. */
	long lingering() {
		return this.lingering;
	}

	/** Requests of which a part is held. */
	int entries() {
		return this.parts.size();
	}

	/** To be completed with the next {@link #takeIfEmpty()}. */
	CompletableFuture<Void> whenEmpty() {
		if (this.empty == null) {
			this.empty = new CompletableFuture<>();
		}
		return this.empty.copy();
	}

	/**
	 * Whom to tell that nothing is held but what other processes keep, if that is so and
	 * somebody asked; to be completed without the lock.
	 */
	Optional<CompletableFuture<Void>> takeIfEmpty() {
		if (this.bytes > this.lingering) {
			return Optional.empty();
		}
		Optional<CompletableFuture<Void>> asked = Optional.ofNullable(this.empty);
		this.empty = null;
		return asked;
	}

	/** For messages, the largest first: one clause of a sentence. */
	String describe() {
		String held = holders(false);
		String lingers = holders(true);
		return (held.isEmpty() ? "" : " by " + held)
				+ (lingers.isEmpty() ? "" : "; other processes keep the memory of given up files: " + lingers);
	}

	private String holders(boolean lingers) {
		Map<String, Long> byHolder = this.granted.stream()
			.filter((reservation) -> reservation.lingering() == lingers)
			.collect(Collectors.groupingBy(Reservation::holder, Collectors.summingLong(Reservation::bytes)));
		String shown = byHolder.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(SHOWN)
			.map((holder) -> holder.getKey() + " " + Amounts.size(holder.getValue()))
			.collect(Collectors.joining(", "));
		int more = byHolder.size() - SHOWN;
		return (more > 0) ? shown + " and " + more + " others" : shown;
	}

}
