package io.ossmc.http;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * The addresses behind names, and which of them do not answer. OSS gives several per
 * endpoint and each has its own limits, so connections take turns.
 */
final class AddressBook {

	static final Duration REFRESH = Duration.ofSeconds(30);

	static final Duration REST = Duration.ofSeconds(30);

	private final Map<String, Name> names = new ConcurrentHashMap<>();

	private final Function<String, List<InetAddress>> resolver;

	private final LongSupplier nanoTime;

	AddressBook(Function<String, List<InetAddress>> resolver, LongSupplier nanoTime) {
		this.resolver = resolver;
		this.nanoTime = nanoTime;
	}

	/**
	 * The addresses to try, in this order: those that do not rest, beginning with the
	 * next one in turn, or only the one that has rested longest.
	 */
	List<InetAddress> candidates(String host) throws UnknownHostException {
		Name name = this.names.computeIfAbsent(host, Name::new);
		List<InetAddress> addresses = name.addresses();
		int turn = Math.floorMod(name.turn.getAndIncrement(), addresses.size());
		long now = this.nanoTime.getAsLong();
		List<InetAddress> awake = IntStream.range(0, addresses.size())
			.mapToObj((i) -> addresses.get((turn + i) % addresses.size()))
			.filter((address) -> !name.rests(address, now))
			.toList();
		return !awake.isEmpty() ? awake : List
			.of(addresses.stream().min(Comparator.comparing((address) -> name.restedFor(address, now))).get());
	}

	/** The address could not be connected to. */
	void failed(String host, InetAddress address) {
		Name name = this.names.get(host);
		if (name != null) {
			name.restingSince.put(address, this.nanoTime.getAsLong());
		}
	}

	/** The address answered. */
	void answered(String host, InetAddress address) {
		Name name = this.names.get(host);
		if (name != null) {
			name.restingSince.remove(address);
		}
	}

	private final class Name {

		private final String host;

		private final AtomicInteger turn = new AtomicInteger();

		private final Map<InetAddress, Long> restingSince = new ConcurrentHashMap<>();

		private final ReentrantLock resolving = new ReentrantLock();

		private volatile @Nullable Resolved resolved;

		/** When nothing was known the last time; under the lock. */
		private long unknownAt;

		private boolean unknown;

		Name(String host) {
			this.host = host;
		}

		/** One thread resolves again, the others go on with what is known. */
		List<InetAddress> addresses() throws UnknownHostException {
			Resolved known = this.resolved;
			if (known != null && (fresh(known) || !this.resolving.tryLock())) {
				return known.addresses;
			}
			long asked = AddressBook.this.nanoTime.getAsLong();
			if (known == null) {
				this.resolving.lock();
			}
			try {
				known = this.resolved;
				if (known == null && this.unknown && this.unknownAt - asked >= 0) {
					// What the thread before was told while this one waited: a name
					// server
					// that is silent is not asked by one after the other.
					throw new UnknownHostException("unknown host");
				}
				return (known != null && fresh(known)) ? known.addresses : resolve(known);
			}
			finally {
				this.resolving.unlock();
			}
		}

		private List<InetAddress> resolve(@Nullable Resolved known) throws UnknownHostException {
			List<InetAddress> addresses = List.of();
			UncheckedIOException failure = null;
			try {
				addresses = List.copyOf(AddressBook.this.resolver.apply(this.host));
			}
			catch (UncheckedIOException ex) {
				failure = ex;
			}
			if (addresses.isEmpty() && known == null) {
				this.unknownAt = AddressBook.this.nanoTime.getAsLong();
				this.unknown = true;
				UnknownHostException none = new UnknownHostException("unknown host");
				none.initCause(failure);
				throw none;
			}
			// A name server that fails does not make addresses wrong.
			this.unknown = false;
			Resolved now = new Resolved(addresses.isEmpty() ? known.addresses : addresses,
					AddressBook.this.nanoTime.getAsLong());
			this.resolved = now;
			this.restingSince.keySet().retainAll(now.addresses);
			return now.addresses;
		}

		private boolean fresh(Resolved known) {
			return AddressBook.this.nanoTime.getAsLong() - known.at < Nanos.of(REFRESH);
		}

		boolean rests(InetAddress address, long now) {
			Long since = this.restingSince.get(address);
			return since != null && now - since < Nanos.of(REST);
		}

		/** Negated, so that the longest rest comes first. */
		long restedFor(InetAddress address, long now) {
			return this.restingSince.getOrDefault(address, now) - now;
		}

	}

	private record Resolved(List<InetAddress> addresses, long at) {
	}

}
