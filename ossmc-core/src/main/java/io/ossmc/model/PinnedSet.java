package io.ossmc.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

import io.ossmc.OssModelCapacityException;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.plan.VersionPlan;
import io.ossmc.text.Amounts;
import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * What all pinned models need together: they never make room for one another, so those
 * that do not fit must not even begin. Sizes are known after the listing only. Whoever
 * has been listed waits a moment for those that came before him, so that the same models
 * are refused each time, and who is refused for all others, so that he shows one table of
 * all. One that has been tried in vain holds nobody up. Thread-safe.
 */
public final class PinnedSet {

	/**
	 * A listing takes 0.1 s, and is waited for until it has had that long, by nobody for
	 * more than half of it: a bad neighbour costs a good one no more.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final long budget;

	private final Duration patience;

	private final Map<String, Member> members = new LinkedHashMap<>();

	/**
	 * Creates an empty set.
	 * @param budget bytes for all of it
	 */
	public PinnedSet(long budget) {
		this(budget, PATIENCE);
	}

	/**
	 * Creates an empty set.
	 * @param budget bytes for all of it
	 * @param patience how long a listing may take that others wait for
	 */
	PinnedSet(long budget, Duration patience) {
		this.budget = budget;
		this.patience = patience;
	}

	/** Says that a model is about to be listed. */
	synchronized void expect(String model) {
		Member known = this.members.get(model);
		if (known == null || known.listed.isDone() && !known.admitted) {
			Member fresh = new Member();
			if (known != null) {
				fresh.listed.complete(null);
			}
			fresh.listed.completeOnTimeout(null, Nanos.of(this.patience), TimeUnit.NANOSECONDS);
			this.members.put(model, fresh);
		}
	}

	/** It has gone, or will not come; others need not wait for it. */
	synchronized void remove(String model) {
		Member gone = this.members.remove(model);
		if (gone != null) {
			gone.listed.complete(null);
		}
	}

	/** Its listing failed: it is not there, but stays in the table. */
	synchronized void failed(String model) {
		Member member = this.members.get(model);
		if (member != null) {
			member.listed.complete(null);
		}
	}

	/**
	 * Says what a model needs, and whether there is room for it beside the other pinned
	 * ones.
	 * @throws OssModelCapacityException if not; shows the table
	 * @throws InterruptedException if the thread was interrupted while it waited for
	 * other listings
	 */
	void admit(String model, VersionPlan plan, LongUnaryOperator charge) throws InterruptedException {
		List<CompletableFuture<?>> before = new ArrayList<>();
		List<CompletableFuture<?>> all = new ArrayList<>();
		synchronized (this) {
			Member member = this.members.computeIfAbsent(model, (_) -> new Member());
			member.listed(plan, charge);
			if (member.admitted) {
				return;
			}
			for (Member other : this.members.values()) {
				if (other == member) {
					before.addAll(all);
				}
				all.add(other.listed);
			}
		}
		await(before);
		if (!admitted(model)) {
			await(all);
			if (!admitted(model)) {
				throw refused();
			}
		}
	}

	/** Admits it if there is room for it, or nobody who has to say so here. */
	private synchronized boolean admitted(String model) {
		Member member = this.members.get(model);
		// What is larger than the budget by itself is told so elsewhere.
		if (member == null || member.admitted || sum(member.objects) > this.budget) {
			return true;
		}
		member.admitted = fits(model);
		return member.admitted;
	}

	/** It is there: it has that room, whatever comes. */
	synchronized void hold(String model, VersionPlan plan, LongUnaryOperator charge) {
		Member member = this.members.computeIfAbsent(model, (_) -> new Member());
		member.listed(plan, charge);
		member.admitted = true;
	}

	private void await(List<CompletableFuture<?>> others) throws InterruptedException {
		try {
			CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
				.get(Nanos.of(this.patience.dividedBy(2)), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			// Those that are not known by now come later, if there is room.
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Those that are in stay in; of the others, whoever is first goes first. */
	private boolean fits(String model) {
		Map<ObjectVersion, Long> in = new HashMap<>();
		this.members.values()
			.stream()
			.filter((member) -> member.admitted)
			.forEach((member) -> in.putAll(member.objects));
		for (Map.Entry<String, Member> each : this.members.entrySet()) {
			Map<ObjectVersion, Long> with = new HashMap<>(in);
			with.putAll(each.getValue().objects);
			boolean room = sum(with) <= this.budget;
			if (each.getKey().equals(model)) {
				return room;
			}
			if (room) {
				in.putAll(with);
			}
		}
		return false;
	}

	private static long sum(Map<ObjectVersion, Long> objects) {
		return Amounts.sum(objects.values().stream().mapToLong(Long::longValue));
	}

	private synchronized OssModelCapacityException refused() {
		Map<ObjectVersion, Long> all = new HashMap<>();
		this.members.values().forEach((member) -> all.putAll(member.objects));
		int width = this.members.keySet().stream().mapToInt(String::length).max().orElse(0);
		String table = this.members.entrySet()
			.stream()
			.map((each) -> "  " + each.getKey() + " ".repeat(width - each.getKey().length() + 2) + row(each))
			.collect(Collectors.joining("\n"));
		return new OssModelCapacityException(
				"The models that are to stay in memory do not fit together: they need " + Amounts.size(sum(all))
						+ ", the whole budget is " + Amounts.size(this.budget) + ":\n" + table + "\n",
				"Raise ossmc.cache.max-size (and the container's memory limit), take fewer files (include, exclude), "
						+ "or let some go when they are not used (mode: lazy, or an expire-after-access of their own).",
				true);
	}

	private String row(Map.Entry<String, Member> each) {
		Member member = each.getValue();
		return member.objects.isEmpty() ? "not listed yet"
				: Amounts.size(sum(member.objects)) + (member.admitted || fits(each.getKey()) ? "" : "  does not fit");
	}

	private static final class Member {

		/** Completes when it has been listed, or is not waited for any more. */
		private final CompletableFuture<@Nullable Void> listed = new CompletableFuture<>();

		/** What it needs, when it has been listed. */
		private Map<ObjectVersion, Long> objects = Map.of();

		private boolean admitted;

		private void listed(VersionPlan plan, LongUnaryOperator charge) {
			Map<ObjectVersion, Long> needed = new HashMap<>();
			plan.files().forEach((file) -> needed.put(file.object(), charge.applyAsLong(file.object().size())));
			this.objects = needed;
			this.listed.complete(null);
		}

	}

}
