package io.ossmc.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What was submitted together, and what is to be expected of it. All but {@link #trust()}
 * belongs to the lock of the {@link WorkQueue}.
 * <p>
 * Credit grows by one with the first byte of a request and with each second in which a
 * request brings something, and is halved by each request that fails without a byte and
 * each second in which one brings nothing: where both happen, what happens more often
 * decides. For example: <pre>
 * submitted                       UNTRIED
 * four requests, a byte of each   PROVEN, credit 4
 * silent for a second             3 of them leave credit 0: SUSPECT
 * a byte of another one           PROVEN, credit 1
 * </pre>
 */
public final class Group {

	/** So that a long past does not outweigh the last few seconds. */
	private static final int MOST_CREDIT = 16;

	/** What of it can be taken now. */
	final TreeSet<Work> ready = new TreeSet<>(Comparator.comparingLong((work) -> work.order));

	private int credit;

	private volatile Trust trust = Trust.UNTRIED;

	/**
	 * The order in which the work of a group is done: objects of one part, the first part
	 * of each larger one, the rest of each in turn.
	 * @param objects the parts of each
	 * @return all of them
	 */
	public static List<Work> inOrder(List<? extends List<? extends Work>> objects) {
		List<Work> first = new ArrayList<>();
		List<Work> heads = new ArrayList<>();
		List<Work> rest = new ArrayList<>();
		for (List<? extends Work> parts : objects) {
			if (parts.size() == 1) {
				first.addAll(parts);
			}
			else if (!parts.isEmpty()) {
				heads.add(parts.getFirst());
				rest.addAll(parts.subList(1, parts.size()));
			}
		}
		first.addAll(heads);
		first.addAll(rest);
		return first;
	}

	/**
	 * Whether it has been asked for of late and brings less than it fails to.
	 * @return false also before anything was asked
	 */
	public boolean suspect() {
		return this.trust == Trust.SUSPECT;
	}

	/** What is to be expected. */
	Trust trust() {
		return this.trust;
	}

	/** A request brought something. */
	void good() {
		this.credit = Math.min(MOST_CREDIT, this.credit + 1);
		this.trust = Trust.PROVEN;
	}

	/** A request brought nothing. */
	void bad() {
		this.credit /= 2;
		this.trust = (this.credit > 0) ? Trust.PROVEN : Trust.SUSPECT;
	}

	/** The place of its first work in the queue. */
	long order() {
		return this.ready.first().order;
	}

	/** What is known of a group. */
	enum Trust {

		/** Nothing yet. */
		UNTRIED,

		/** It brings bytes. */
		PROVEN,

		/** It has been asked for and brings none. */
		SUSPECT

	}

}
