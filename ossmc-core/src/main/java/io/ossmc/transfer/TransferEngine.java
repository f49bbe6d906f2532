package io.ossmc.transfer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.ConnectorStats;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.http.RangeClient;
import io.ossmc.pace.Concurrency;
import io.ossmc.pace.HostGate;
import io.ossmc.pace.Pace;
import io.ossmc.pace.RateMeter;
import io.ossmc.pace.Standing;
import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.Endurance;
import io.ossmc.thread.Nanos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that move bytes. They are started when there is work and end when there was
 * none for a while. Thread-safe.
 * <p>
 * As many requests are under way as {@link Concurrency} finds useful, beside those that
 * are silent: a request without a byte for a second (or a quarter of the stall time-out,
 * if that is less) counts for nothing, so that others come in its place, up to
 * {@code max-connections}. Silent requests, and those for objects whose last one failed,
 * hold at most half of these: no more of the latter begin, and when all are taken, the
 * former give way to objects that have none and have not failed.
 */
public final class TransferEngine implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private static final int IDLE_SECONDS = 10;

	/** What finds no room for another doubtful request asks again after that. */
	static final long NO_ROOM = TimeUnit.MILLISECONDS.toNanos(200);

	/** As long as after the last byte of anybody the link is busy. */
	private static final long BYTES_COME = TimeUnit.SECONDS.toNanos(1);

	private final TransferSettings settings;

	private final RangeClient client;

	private final LongSupplier nanoTime;

	private final PartQueue queue;

	private final RateMeter meter;

	private final TransferListener listener;

	private final Map<String, HostGate> gates = new ConcurrentHashMap<>();

	private final Set<Transfer> active = ConcurrentHashMap.newKeySet();

	private final Concurrency concurrency;

	private final Pace pace = new Pace();

	private final UnderWay underWay;

	private final InstantSource clock;

	private final FetchThreads threads;

	private final FetchWatch watch;

	private final StoreCalls calls;

	private volatile int silent;

	/** Threads that do not come back from a store. */
	private volatile int lost;

	private boolean closed;

	/** Under the lock of the queue. */
	private long exploredAt;

	// Of the thread that watches.

	private long bytesSeen;

	private long bytesCameAt;

	/**
	 * Creates an engine; it does nothing until something is submitted.
	 * @param settings how bytes are fetched
	 * @param client closed with the engine
	 * @param listener told of requests and retries
	 * @param nanoTime the clock
	 */
	public TransferEngine(TransferSettings settings, RangeClient client, OssModelListener listener,
			LongSupplier nanoTime) {
		this(settings, client, listener, nanoTime, InstantSource.system(),
				Thread.ofPlatform().daemon().name("ossmc-fetch-", 0).factory());
	}

	TransferEngine(TransferSettings settings, RangeClient client, OssModelListener listener, LongSupplier nanoTime,
			InstantSource clock, ThreadFactory factory) {
		this.settings = settings;
		this.client = client;
		this.nanoTime = nanoTime;
		this.queue = new PartQueue(nanoTime, this::hasRoomToExplore);
		this.calls = new StoreCalls(Math.max(1, settings.maxConnections() / 2));
		this.meter = new RateMeter(nanoTime);
		this.listener = new TransferListener(listener);
		this.concurrency = new Concurrency(settings.minConnections(), settings.maxConnections(), nanoTime.getAsLong());
		this.underWay = new UnderWay(Nanos.of(settings.silentAfter()));
		this.clock = clock;
		this.bytesCameAt = nanoTime.getAsLong();
		this.exploredAt = this.bytesCameAt;
		this.threads = new FetchThreads(factory, this::work, this::connections);
		this.watch = new FetchWatch(factory, () -> !this.active.isEmpty(), this::look);
	}

	/** How many threads there may be now. */
	private int connections() {
		return Math.min(this.settings.maxConnections(), this.concurrency.target() + this.silent) + this.lost;
	}

	/**
	 * Fetches one object after what was submitted before.
	 * @param request the object
	 * @return the transfer, under way
	 */
	public Transfer submit(TransferRequest request) {
		return submitAll(List.of(request)).getFirst();
	}

	/**
	 * Fetches the objects of a directory: those of one part first and side by side, then
	 * the first part of each larger one in the order given, then the rest of each in
	 * turn.
	 * @param requests in the order of their names
	 * @return the transfers in the same order, under way
	 * @throws OssModelTransferException if the engine is closed
	 */
	public List<Transfer> submitAll(List<TransferRequest> requests) {
		Group group = new Group();
		List<Transfer> transfers = requests.stream()
			.map((request) -> new Transfer(request, group, this, this.settings.partSize(request.object().size()),
					this.nanoTime))
			.toList();
		register(transfers);
		List<Work> first = new ArrayList<>();
		List<Work> heads = new ArrayList<>();
		List<Work> rest = new ArrayList<>();
		for (Transfer transfer : transfers) {
			List<? extends Work> parts = transfer.begin();
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
		this.queue.add(first);
		this.threads.start(first.size());
		return transfers;
	}

	/** Either before the close, which then ends them, or not at all. */
	private synchronized void register(List<Transfer> transfers) {
		if (this.closed) {
			throw new OssModelTransferException("The connector is closed.", "Build another one.");
		}
		for (Transfer transfer : transfers) {
			this.active.add(transfer);
			transfer.done().whenComplete((_, _) -> this.active.remove(transfer));
		}
		this.watch.wake();
	}

	private void work() {
		PartRunner parts = new PartRunner(this, this.client, this.nanoTime);
		InquiryRunner inquiries = new InquiryRunner(this, this.nanoTime);
		Endurance.run(() -> step(parts, inquiries), log);
	}

	/** Does one piece of work; false if the thread is to end. */
	private boolean step(PartRunner parts, InquiryRunner inquiries) {
		if (this.threads.surplus()) {
			return false;
		}
		try {
			switch (this.queue.take(IDLE_SECONDS, TimeUnit.SECONDS)) {
				case Part part -> parts.run(part);
				case Inquiry inquiry -> inquiries.run(inquiry);
				case null -> {
					return !this.threads.retire(this.queue::size);
				}
			}
			return true;
		}
		catch (InterruptedException _) {
			this.threads.left();
			return false;
		}
	}

	/** What the watch does: whatever has to happen though no byte comes. */
	private void look() {
		long now = this.nanoTime.getAsLong();
		long bytes = this.meter.total();
		if (bytes != this.bytesSeen) {
			this.bytesSeen = bytes;
			this.bytesCameAt = now;
		}
		boolean bytesCome = now - this.bytesCameAt < BYTES_COME;
		this.silent = this.underWay.silent(now);
		List<StoreCalls.Call> hanging = this.calls.lost(now);
		this.lost = hanging.size();
		hanging.forEach((call) -> call.transfer().setbacks().notSigned());
		this.underWay.due(now).forEach(this::judge);
		this.active.forEach((transfer) -> transfer.look(now, bytesCome));
		this.queue
			.careful(this.active.stream().anyMatch((transfer) -> transfer.group().trust() == Group.Trust.SUSPECT));
		int backlog = this.queue.backlog();
		if (backlog > 0) {
			this.threads.start(backlog);
			makeWay(now);
		}
	}

	private void judge(Exchange exchange) {
		if (exchange.brought()) {
			good(exchange.group());
		}
		else {
			bad(exchange.group());
		}
	}

	/** A request of the group brings something. */
	void good(Group group) {
		this.queue.judge(group, Group::good);
	}

	/** A request of the group brings nothing. */
	void bad(Group group) {
		this.queue.judge(group, Group::bad);
		this.queue.careful(true);
	}

	/**
	 * Whether a group of which nothing has come may take another connection: a quarter of
	 * them, or the quarter of the time of fewer than four. Under the lock of the queue.
	 */
	private boolean hasRoomToExplore() {
		long now = this.nanoTime.getAsLong();
		int most = this.settings.maxConnections();
		int exploring = this.underWay.exploring(now);
		if (most >= 4) {
			return exploring < most / 4;
		}
		boolean turn = exploring == 0 && now - this.exploredAt >= 4 * Nanos.of(this.settings.silentAfter()) / most;
		if (turn) {
			this.exploredAt = now;
		}
		return turn;
	}

	/** Whether a request for an object whose last one failed may take a connection. */
	boolean hasRoomForDoubtful() {
		return this.underWay.doubtful(this.nanoTime.getAsLong()) < Math.max(1, half());
	}

	private int half() {
		return this.settings.maxConnections() / 2;
	}

	/** Ends silent requests that hold too much if others could go on. */
	private void makeWay(long now) {
		if (this.threads.count() < this.settings.maxConnections() + this.lost) {
			return;
		}
		if (this.queue.waitsUnsuspected()) {
			// Room to explore is more than that, so that there is some every second.
			this.underWay.cutSuspect(this.settings.maxConnections() / 8, now);
		}
		int half = half();
		if (this.silent <= half) {
			return;
		}
		Set<Transfer> withSilentOnes = this.underWay.silentTransfers(now);
		if (this.queue.waits((other) -> other.standing().clean() && !withSilentOnes.contains(other))) {
			this.underWay.cutSilent(half, now);
		}
	}

	/**
	 * Counts bytes, and now and then judges what they say about the number of
	 * connections.
	 */
	void received(long bytes, long now) {
		this.meter.add(bytes);
		if (this.concurrency.due(now)) {
			int waiting = this.queue.size();
			if (this.concurrency.sample(this.meter.total(), now, waiting > 0)) {
				this.threads.start(waiting);
			}
		}
	}

	void throttled(long now) {
		this.concurrency.throttled(now);
	}

	/** A good reply to a request that was sent then. */
	void answered(long askedAt) {
		this.concurrency.answered(askedAt);
	}

	/** Whether threads have nothing to do. */
	boolean atTheEnd() {
		return this.queue.idle();
	}

	Pace pace() {
		return this.pace;
	}

	StoreCalls calls() {
		return this.calls;
	}

	UnderWay underWay() {
		return this.underWay;
	}

	InstantSource clock() {
		return this.clock;
	}

	void demand(Collection<Part> parts) {
		this.queue.demand(parts);
	}

	void putBack(Work work) {
		HostGate gate = work.waitsAt;
		Standing standing = work.transfer.standing();
		this.queue.putBack(work);
		this.threads.start(1);
		if (gate != null && gate.isOpen(standing)) {
			// It opened while the work was on its way here.
			this.queue.admit(gate);
		}
	}

	void again(Transfer transfer) {
		this.queue.add(transfer.parts());
		this.threads.start(transfer.parts().size());
	}

	/** Something that a verdict waits for. */
	void ask(Inquiry inquiry) {
		this.queue.urge(inquiry);
		this.threads.start(1);
	}

	void remove(Transfer transfer) {
		this.queue.remove(transfer);
	}

	void mismatched() {
		this.listener.mismatched();
	}

	HostGate gate(String host) {
		return this.gates.computeIfAbsent(host, (name) -> new HostGate(name, this.nanoTime, this.queue::admit));
	}

	/**
	 * How long something is tried that does not get on.
	 * @return as configured
	 */
	public Duration giveUpAfter() {
		return this.settings.giveUpAfter();
	}

	TransferSettings settings() {
		return this.settings;
	}

	TransferListener listener() {
		return this.listener;
	}

	/**
	 * What it does and did.
	 * @return the figures
	 */
	public ConnectorStats.Fetch stats() {
		return new ConnectorStats.Fetch(this.client.connections(), this.meter.total(), this.listener.requests(),
				this.listener.retries(), this.listener.throttled(), this.listener.mismatches(), this.meter.perSecond(),
				(int) this.active.stream().filter((transfer) -> transfer.standing().throttled()).count());
	}

	/** Gives up all transfers at once; new ones may follow. */
	public void abortAll() {
		OssModelException reason = new OssModelTransferException("The fetch was stopped with the connector.",
				"Start the connector again.");
		List.copyOf(this.active).forEach((transfer) -> transfer.cancel(reason));
		this.client.abortAll();
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		abortAll();
		this.threads.close();
		this.queue.close();
		this.watch.close();
		this.client.close();
	}

}
