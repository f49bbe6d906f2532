package io.ossmc.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses behind names, and which of them do not answer. OSS gives several per
 * endpoint and each has its own limits, so connections take turns.
 */
final class AddressBook {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.http");

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
	 * @param nanos how long to wait for the name server
	 * @param abort ends that
	 * @throws TimeoutException if it does not answer and nothing is known from before
	 */
	List<InetAddress> candidates(String host, long nanos, Abort abort)
			throws UnknownHostException, HttpFailure.Aborted, TimeoutException {
		Name name = this.names.computeIfAbsent(host, Name::new);
		List<InetAddress> addresses = name.addresses(nanos, abort);
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

		private volatile @Nullable Resolved resolved;

		/** What is being found out; under the monitor. */
		private @Nullable CompletableFuture<List<InetAddress>> asked;

		Name(String host) {
			this.host = host;
		}

		/**
		 * The first one to find that too little is known asks, and waits; those that come
		 * meanwhile wait only if nothing at all is known.
		 */
		List<InetAddress> addresses(long nanos, Abort abort)
				throws UnknownHostException, HttpFailure.Aborted, TimeoutException {
			CompletableFuture<List<InetAddress>> answer;
			boolean first;
			synchronized (this) {
				Resolved known = this.resolved;
				if (known != null && (fresh(known) || this.asked != null)) {
					return known.addresses;
				}
				first = this.asked == null;
				answer = first ? new CompletableFuture<>() : Objects.requireNonNull(this.asked);
				this.asked = answer;
			}
			if (first) {
				ask(answer);
			}
			try {
				return abort.await(answer, nanos);
			}
			catch (ExecutionException ex) {
				UnknownHostException none = new UnknownHostException("unknown host");
				none.initCause(ex.getCause());
				throw none;
			}
			catch (TimeoutException ex) {
				Resolved known = this.resolved;
				if (known == null) {
					throw ex;
				}
				return known.addresses;
			}
		}

		/**
		 * A look-up cannot be ended: it has a thread of its own, one per name, for which
		 * nobody has to wait. Where no thread is to be had, who asks looks up itself.
		 */
		private void ask(CompletableFuture<List<InetAddress>> answer) {
			try {
				Thread.ofPlatform().daemon().name("ossmc-resolve").start(() -> lookUp(answer));
			}
			catch (OutOfMemoryError ex) {
				logger.debug("No thread to look up {}", this.host, ex);
				lookUp(answer);
			}
		}

		private void lookUp(CompletableFuture<List<InetAddress>> answer) {
			try {
				learn(List.copyOf(AddressBook.this.resolver.apply(this.host)), null, answer);
			}
			catch (Throwable ex) {
				// Whatever it is, those that wait are told.
				learn(List.of(), ex, answer);
			}
		}

		private void learn(List<InetAddress> addresses, @Nullable Throwable failure,
				CompletableFuture<List<InetAddress>> answer) {
			Resolved now;
			synchronized (this) {
				this.asked = null;
				Resolved known = this.resolved;
				if (addresses.isEmpty() && known == null) {
					answer.completeExceptionally((failure != null) ? failure : new UnknownHostException(this.host));
					return;
				}
				// A name server that fails does not make addresses wrong.
				now = new Resolved(addresses.isEmpty() ? known.addresses : addresses,
						AddressBook.this.nanoTime.getAsLong());
				this.resolved = now;
				this.restingSince.keySet().retainAll(now.addresses);
			}
			answer.complete(now.addresses);
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
