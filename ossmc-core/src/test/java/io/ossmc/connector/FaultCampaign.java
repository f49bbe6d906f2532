package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.OssModelConnector;
import io.ossmc.VerifyMode;
import io.ossmc.connector.FaultUse.Delivery;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.fault.Fault;
import io.ossmc.emulator.fault.RandomFaults;
import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/**
 * Many loads at once by several connectors from a server that misbehaves, each load with
 * a fault of its own, and beside them, through the same connectors, loads of objects that
 * are well served. Which load meets what is drawn from a seed.
 */
final class FaultCampaign {

	static final Duration GIVE_UP_AFTER = Duration.ofSeconds(2);

	/** How much later than that an application may learn it. */
	private static final Duration GRACE = Duration.ofSeconds(3);

	/** By how much bad neighbours may delay a healthy load. */
	private static final Duration DISTURBANCE = Duration.ofSeconds(2);

	/**
	 * After which a load that has not ended is left alone, so that the others have their
	 * turn.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final List<VerifyMode> CONNECTORS = List.of(VerifyMode.TRUE, VerifyMode.REQUIRED, VerifyMode.TRUE,
			VerifyMode.REQUIRED);

	/** Loads of one connector at once. */
	private static final int LOADS_AT_ONCE = 32;

	private final FaultReport report = new FaultReport();

	private final List<Member> members = new ArrayList<>();

	private final Oss oss;

	private final OssEmulator elsewhere;

	private final RandomFaults faults;

	private final Path directory;

	private final long seed;

	private final List<Fault> catalogue;

	private final Pulse pulse;

	private final ExecutorService threads;

	/**
	 * A campaign that has not begun.
	 * @param oss the server, which will misbehave
	 * @param elsewhere a server that nobody may ask
	 * @param directory where everything of this machine goes
	 * @param seed of all that is drawn
	 * @param catalogue the faults
	 * @param threads run loads; may be full of those that do not end
	 * @param pulse knows what a busy machine took
	 */
	FaultCampaign(Oss oss, OssEmulator elsewhere, Path directory, long seed, List<Fault> catalogue,
			ExecutorService threads, Pulse pulse) {
		this.oss = oss;
		this.elsewhere = elsewhere;
		this.directory = directory;
		this.seed = seed;
		this.catalogue = List.copyOf(catalogue);
		this.threads = threads;
		this.pulse = pulse;
		this.faults = new RandomFaults(seed, 0, elsewhere.endpoint());
		oss.emulator().requestHook(this.faults);
	}

	/**
	 * Runs until all loads have ended, or the time is over.
	 * @param loads how many meet a fault; each fault of the catalogue comes in turn
	 * @param atMost when no load is begun any more
	 * @return what came of them
	 */
	FaultReport run(int loads, Duration atMost) throws InterruptedException {
		long end = System.nanoTime() + atMost.toNanos();
		for (int number = 0; number < CONNECTORS.size(); number++) {
			this.members.add(new Member(number, CONNECTORS.get(number)));
		}
		this.members.forEach(Member::calm);
		try (ScheduledExecutorService timer = Executors.newScheduledThreadPool(this.members.size(),
				Thread.ofPlatform().daemon().name("healthy-", 0).factory())) {
			this.members
				.forEach((member) -> timer.scheduleWithFixedDelay(member::healthy, 0, 50, TimeUnit.MILLISECONDS));
			List<Fault> order = new ArrayList<>(this.catalogue);
			Random random = new Random(this.seed);
			for (int number = 0; number < loads && System.nanoTime() < end; number++) {
				if (number % order.size() == 0) {
					Collections.shuffle(order, random);
				}
				FaultLoad load = FaultLoad.drawn(number, order.get(number % order.size()), random);
				this.members.get(number % this.members.size()).begin(load);
			}
			for (Member member : this.members) {
				member.running.acquire(LOADS_AT_ONCE);
			}
			timer.shutdownNow();
		}
		this.members.forEach(Member::settle);
		if (!this.elsewhere.requests().isEmpty()) {
			this.report.violation("a redirect or a document led elsewhere",
					this.elsewhere.requests()
						.stream()
						.map((request) -> request.request().toString())
						.distinct()
						.limit(20)
						.toList()
						.toString());
		}
		this.faults.exhausted()
			.stream()
			.filter((subject) -> subject.startsWith(RequestKind.LIST_OBJECTS.name()))
			.forEach((subject) -> this.report.violation("a listing that was asked for for ever", subject));
		return this.report;
	}

	/**
	 * Closes the connectors and looks for what they left.
	 * @param leftovers knows what was there before
	 */
	void close(Leftovers leftovers) throws IOException {
		for (Member member : this.members) {
			long begin = System.nanoTime();
			member.connector.close();
			Duration time = Duration.ofNanos(System.nanoTime() - begin);
			if (time.compareTo(PATIENCE) > 0) {
				this.report.violation("slow to close", time.toMillis() + " ms");
			}
		}
		if (!within(PATIENCE, () -> this.oss.emulator().statistics().openConnections() == 0)) {
			this.report.violation("left after close",
					this.oss.emulator().statistics().openConnections() + " connections");
		}
		within(PATIENCE, () -> leftovers.now().isEmpty());
		leftovers.now().forEach((leftover) -> this.report.violation("left after close", leftover));
	}

	private static boolean within(Duration time, Callable<Boolean> condition) {
		try {
			await().atMost(time).until(condition);
			return true;
		}
		catch (ConditionTimeoutException _) {
			return false;
		}
	}

	/** One connector and what runs through it. */
	private final class Member {

		final Semaphore running = new Semaphore(LOADS_AT_ONCE);

		final OssModelConnector connector;

		private final AtomicInteger healthy = new AtomicInteger();

		private final Random random;

		private final VerifyMode verify;

		private final String name;

		private final FaultUse use;

		/** The longest that a healthy load took while there was no other. */
		private Duration own = Duration.ZERO;

		Member(int number, VerifyMode verify) {
			this.name = "connector-" + number;
			this.verify = verify;
			this.random = new Random(FaultCampaign.this.seed + number);
			Path root = FaultCampaign.this.directory.resolve(this.name);
			this.connector = FaultCampaign.this.oss.connector(root)
				.verify(verify)
				.giveUpAfter(GIVE_UP_AFTER)
				.stallTimeout(Duration.ofMillis(400))
				.partSize(64 << 10)
				.minConnections(4)
				.maxConnections(32)
				.retain(Duration.ofSeconds(1))
				.build();
			this.use = new FaultUse(this.connector, FaultCampaign.this.directory.resolve("places-" + number));
		}

		void begin(FaultLoad load) throws InterruptedException {
			this.running.acquire();
			FaultCampaign.this.faults.assign(load.prefix(), load.fault(), load.times());
			FaultCampaign.this.threads.execute(() -> {
				try {
					run(load, load.fault().progresses() ? PATIENCE : GIVE_UP_AFTER.plus(GRACE),
							"later than give-up-after and 3 s");
				}
				finally {
					this.running.release();
				}
			});
		}

		/** Learns how long healthy loads take by themselves. */
		void calm() {
			for (int round = 0; round < 3; round++) {
				for (FaultLoad.Way way : FaultLoad.Way.values()) {
					Duration time = run(healthy(way), PATIENCE, "slow although nothing else was going on");
					// The first ones warm the machine up.
					this.own = (round > 0 && time.compareTo(this.own) > 0) ? time : this.own;
				}
			}
		}

		void healthy() {
			FaultLoad.Way way = FaultLoad.Way.values()[this.healthy.get() % FaultLoad.Way.values().length];
			run(healthy(way), this.own.plus(DISTURBANCE), "a healthy neighbour later than 2 s and its own time");
		}

		private FaultLoad healthy(FaultLoad.Way way) {
			FaultLoad load = FaultLoad.healthy(this.name + "-" + this.healthy.incrementAndGet(), way, this.random);
			FaultCampaign.this.faults.spare(load.prefix());
			return load;
		}

		private Duration run(FaultLoad load, Duration allowed, String late) {
			load.put(FaultCampaign.this.oss.bucket());
			long begin = System.nanoTime();
			Future<Delivery> delivery = FaultCampaign.this.threads.submit(() -> this.use.deliver(load));
			try {
				Delivery delivered = delivery.get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
				FaultCampaign.this.report.delivered(load, this.verify, delivered, since(begin));
			}
			catch (ExecutionException ex) {
				FaultCampaign.this.report.refused(load, ex.getCause(), since(begin));
			}
			catch (TimeoutException _) {
				FaultCampaign.this.report.hung(load, since(begin));
				delivery.cancel(true);
				return since(begin);
			}
			catch (InterruptedException _) {
				// The campaign is over.
				delivery.cancel(true);
				return Duration.ZERO;
			}
			finally {
				load.delete(FaultCampaign.this.oss.bucket());
			}
			Duration time = since(begin);
			Pulse pulse = FaultCampaign.this.pulse;
			Duration mayTake = Duration.ofNanos((long) (allowed.toNanos() * pulse.slowdownSince(begin)))
				.plus(pulse.longestSince(begin));
			if (time.compareTo(mayTake) > 0) {
				FaultCampaign.this.report.late(load, late, time, mayTake);
			}
			return time;
		}

		private static Duration since(long nanos) {
			return Duration.ofNanos(System.nanoTime() - nanos);
		}

		/** Nothing is used any more, so nothing but retained pages may be charged. */
		void settle() {
			within(PATIENCE, () -> charged() == 0);
			if (charged() > 0) {
				FaultCampaign.this.report.violation("memory charged that nobody uses",
						this.name + ": " + charged() + " bytes");
			}
		}

		private long charged() {
			return this.connector.stats().cache().usedBytes() - this.connector.stats().cache().retainedBytes();
		}

	}

}
