package io.ossmc.transfer;

import java.time.Duration;
import java.time.InstantSource;
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
import io.ossmc.pace.Traffic;
import io.ossmc.queue.ConnectionShares;
import io.ossmc.queue.Group;
import io.ossmc.queue.UnderWay;
import io.ossmc.queue.Work;
import io.ossmc.queue.WorkQueue;
import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.Endurance;
import io.ossmc.thread.FetchThreads;
import io.ossmc.thread.FetchWatch;
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

	private final TransferSettings settings;

	private final RangeClient client;

	private final LongSupplier nanoTime;

	private final WorkQueue queue;

	private final TransferListener listener;

	private final Map<String, HostGate> gates = new ConcurrentHashMap<>();

	private final Set<Transfer> active = ConcurrentHashMap.newKeySet();

	private final Traffic traffic;

	private final ConnectionShares shares;

	private final Pace pace = new Pace();

	private final UnderWay underWay;

	private final InstantSource clock;

	private final FetchThreads threads;

	private final FetchWatch watch;

	private final StoreCalls calls;

	/** Threads that do not come back from a store. */
	private volatile int lost;

	private boolean closed;

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
		this.underWay = new UnderWay(Nanos.of(settings.silentAfter()));
		this.shares = new ConnectionShares(settings.maxConnections(), this.underWay, nanoTime);
		this.queue = new WorkQueue(nanoTime, this.shares::hasRoomToExplore);
		this.calls = new StoreCalls(Math.max(1, settings.maxConnections() / 2));
		this.listener = new TransferListener(listener);
		this.traffic = new Traffic(settings.minConnections(), settings.maxConnections(), nanoTime);
		this.clock = clock;
		this.threads = new FetchThreads(factory, this::work, this::connections);
		this.watch = new FetchWatch(factory, () -> !this.active.isEmpty(), this::look);
	}

	/** How many threads there may be now. */
	private int connections() {
		return Math.min(this.settings.maxConnections(), this.traffic.useful() + this.shares.silent()) + this.lost;
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
		List<Work> first = Group.inOrder(transfers.stream().map(Transfer::begin).toList());
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
				case Work other -> throw new IllegalStateException("Nobody runs " + other + ".");
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
		boolean bytesCome = this.traffic.comes(now);
		this.shares.look(now);
		List<StoreCalls.Call> hanging = this.calls.lost(now);
		this.lost = hanging.size();
		hanging.forEach((call) -> call.transfer().setbacks().notSigned());
		this.underWay.due(now).forEach((exchange) -> judge(exchange.group(), exchange.brought()));
		this.active.forEach((transfer) -> transfer.look(now, bytesCome));
		this.queue.careful(this.active.stream().anyMatch((transfer) -> transfer.group().suspect()));
		int backlog = this.queue.backlog();
		if (backlog > 0) {
			this.threads.start(backlog);
			if (this.threads.count() >= this.settings.maxConnections() + this.lost) {
				this.shares.makeWay(this.queue, now);
			}
		}
	}

	/** A request of the group brings something, or nothing. */
	void judge(Group group, boolean good) {
		this.queue.judge(group, good);
	}

	/**
	 * Counts bytes, and now and then judges what they say about the number of
	 * connections.
	 */
	void received(long bytes, long now) {
		if (this.traffic.received(bytes, now)) {
			int waiting = this.queue.size();
			if (this.traffic.sample(now, waiting > 0)) {
				this.threads.start(waiting);
			}
		}
	}

	/** What comes, for those who ask for it. */
	Traffic traffic() {
		return this.traffic;
	}

	/** Who may take a connection. */
	ConnectionShares shares() {
		return this.shares;
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
		this.queue.putBack(work);
		this.threads.start(1);
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
		this.queue.remove(transfer.group(), transfer.standing());
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
		return new ConnectorStats.Fetch(this.client.connections(), this.traffic.total(), this.listener.requests(),
				this.listener.retries(), this.listener.throttled(), this.listener.mismatches(),
				this.traffic.perSecond(),
				(int) this.active.stream().filter((transfer) -> transfer.standing().throttled()).count());
	}

	/**
	 * Gives transfers up as {@link Transfer#cancel} does, but goes through the queue once
	 * for all of them: a model may have ten thousand.
	 * @param transfers of this engine
	 * @param reason what those who wait for them get
	 */
	public void cancelAll(Collection<Transfer> transfers, OssModelException reason) {
		transfers.forEach((transfer) -> transfer.fail(reason));
		this.queue.removeIf((work) -> work instanceof TransferWork its && its.transfer.ended());
	}

	/** Gives up all transfers at once; new ones may follow. */
	public void abortAll() {
		OssModelException reason = new OssModelTransferException("The fetch was stopped with the connector.",
				"Start the connector again.");
		cancelAll(List.copyOf(this.active), reason);
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
