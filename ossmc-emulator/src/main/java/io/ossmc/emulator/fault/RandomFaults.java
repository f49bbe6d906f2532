package io.ossmc.emulator.fault;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestHook;

/**
 * A hook that misbehaves: each object and each listing has one {@link Fault}, given to it
 * or drawn, and shows it to the first requests in the fault's scope, after which it
 * behaves. What is drawn depends on the seed, on what the request is about and on how
 * many such requests there were, so that the same seed gives the same misbehaviour
 * whatever the threads do.
 * <p>
 * No object misbehaves more often than {@value #ENOUGH} times: a client that follows for
 * ever is found by counting its requests, not by waiting for it. Thread-safe.
 */
public final class RandomFaults implements RequestHook {

	/** Times that stand for always. */
	public static final int ENOUGH = 3000;

	private static final int LONGEST_DRAWN = 4;

	private final ConcurrentSkipListMap<String, Assignment> assignments = new ConcurrentSkipListMap<>();

	private final ConcurrentMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, LongAdder> shown = new ConcurrentHashMap<>();

	private final Set<String> exhausted = ConcurrentHashMap.newKeySet();

	private final List<Fault> catalogue = Fault.catalogue();

	private final long seed;

	private final double rate;

	private final URI elsewhere;

	/**
	 * A hook for objects that have been given nothing yet.
	 * @param seed of all that is drawn
	 * @param rate the share, from 0 to 1, of those that draw a fault of the catalogue if
	 * they are given none
	 * @param elsewhere where redirects lead: a server that no client should ask
	 */
	public RandomFaults(long seed, double rate, URI elsewhere) {
		this.seed = seed;
		this.rate = rate;
		this.elsewhere = elsewhere;
	}

	/**
	 * Gives a fault to the objects whose keys begin alike, and to listings of them.
	 * @param prefix of the keys; not the begin of another one that was given something
	 * @param fault the fault
	 * @param times how often each of them shows it; 0 lets them behave
	 */
	public void assign(String prefix, Fault fault, int times) {
		this.assignments.put(prefix, new Assignment(Optional.of(fault), Math.min(times, ENOUGH)));
	}

	/**
	 * Lets the objects whose keys begin alike behave.
	 * @param prefix of the keys; not the begin of another one that was given something
	 */
	public void spare(String prefix) {
		this.assignments.put(prefix, new Assignment(Optional.empty(), 0));
	}

	/**
	 * How often each fault was shown.
	 * @return a snapshot by name
	 */
	public Map<String, Long> shown() {
		Map<String, Long> shown = new TreeMap<>();
		this.shown.forEach((name, times) -> shown.put(name, times.sum()));
		return shown;
	}

	/**
	 * Listings and objects that were asked for so often that they stopped misbehaving
	 * though they should not have.
	 * @return a snapshot: kind of request, bucket and key or prefix, as
	 * {@code LIST_OBJECTS models/bert/}
	 */
	public Set<String> exhausted() {
		return Set.copyOf(this.exhausted);
	}

	@Override
	public Reaction react(Request request) {
		String subject = request.key().isEmpty() ? request.query().getOrDefault("prefix", "") : request.key();
		Assignment assignment = assignment(subject);
		Fault fault = assignment.fault().orElse(null);
		if (fault == null || !fault.scope().contains(request.kind())) {
			return Reaction.proceed();
		}
		String identity = request.kind() + " " + request.bucket() + "/" + subject;
		int count = this.counts.computeIfAbsent(identity, (first) -> new AtomicInteger()).incrementAndGet();
		if (count > assignment.times()) {
			if (assignment.times() == ENOUGH) {
				this.exhausted.add(identity);
			}
			return Reaction.proceed();
		}
		this.shown.computeIfAbsent(fault.name(), (first) -> new LongAdder()).increment();
		Random random = new Random(Objects.hash(this.seed, subject, request.kind().name(), count));
		return fault.on(new Occasion(request, count, random, this.elsewhere));
	}

	private Assignment assignment(String subject) {
		Map.Entry<String, Assignment> nearest = this.assignments.floorEntry(subject);
		return (nearest != null && subject.startsWith(nearest.getKey())) ? nearest.getValue() : drawn(subject);
	}

	private Assignment drawn(String subject) {
		Random random = new Random(Objects.hash(this.seed, subject));
		if (random.nextDouble() >= this.rate) {
			return new Assignment(Optional.empty(), 0);
		}
		Fault fault = this.catalogue.get(random.nextInt(this.catalogue.size()));
		return new Assignment(Optional.of(fault), random.nextBoolean() ? ENOUGH : 1 + random.nextInt(LONGEST_DRAWN));
	}

	/**
	 * What some objects have to do.
	 *
	 * @param fault the fault, if they have one
	 * @param times how often
	 */
	private record Assignment(Optional<Fault> fault, int times) {
	}

}
