package io.ossmc.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.ConnectorStats;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.http.RangeClient;
import io.ossmc.spi.OssModelListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that move bytes. They are started when there is work and end when there was
 * none for a while. Thread-safe.
 */
public final class TransferEngine implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(TransferEngine.class);

	private static final int IDLE_SECONDS = 10;

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

	private int threads;

	private int threadNumber;

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
		this.settings = settings;
		this.client = client;
		this.nanoTime = nanoTime;
		this.queue = new PartQueue(nanoTime);
		this.meter = new RateMeter(nanoTime);
		this.listener = new TransferListener(listener);
		this.concurrency = new Concurrency(settings.minConnections(), settings.maxConnections(), nanoTime.getAsLong());
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
		List<Transfer> transfers = requests.stream()
			.map((request) -> new Transfer(request, this, this.settings.partSize(request.size()), this.nanoTime))
			.toList();
		List<Part> first = new ArrayList<>();
		List<Part> heads = new ArrayList<>();
		List<Part> rest = new ArrayList<>();
		for (Transfer transfer : transfers) {
			List<Part> parts = transfer.parts();
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
		register(transfers);
		this.queue.add(first);
		startThreads(first.size());
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
	}

	private synchronized void startThreads(int work) {
		int wanted = Math.min(this.concurrency.target(), this.threads + work);
		while (this.threads < wanted) {
			this.threads++;
			Thread.ofPlatform().daemon().name("ossmc-fetch-" + this.threadNumber++).start(this::work);
		}
	}

	private void work() {
		PartRunner runner = new PartRunner(this, this.client, this.nanoTime);
		boolean interrupted = false;
		while (!interrupted) {
			if (surplus()) {
				return;
			}
			try {
				Part part = this.queue.take(IDLE_SECONDS, TimeUnit.SECONDS);
				if (part != null) {
					runner.run(part);
				}
				else if (retire()) {
					return;
				}
			}
			catch (InterruptedException _) {
				interrupted = true;
			}
			catch (RuntimeException | Error ex) {
				log.error("A fetching thread met an error of our own and goes on", ex);
			}
		}
		retireAnyway();
	}

	/** Ends this thread if there are more than wanted. */
	private synchronized boolean surplus() {
		if (this.threads <= this.concurrency.target()) {
			return false;
		}
		this.threads--;
		return true;
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
				startThreads(waiting);
			}
		}
	}

	void throttled(long now) {
		this.concurrency.throttled(now);
	}

	/** Whether threads have nothing to do. */
	boolean atTheEnd() {
		return this.queue.idle();
	}

	Pace pace() {
		return this.pace;
	}

	/**
	 * Ends this thread if there is really nothing to do; work that came meanwhile keeps
	 * it.
	 */
	private synchronized boolean retire() {
		if (!this.closed && this.queue.size() > 0) {
			return false;
		}
		this.threads--;
		return true;
	}

	private synchronized void retireAnyway() {
		this.threads--;
	}

	void demand(Collection<Part> parts) {
		this.queue.demand(parts);
	}

	void putBack(Part part) {
		this.queue.putBack(part);
		startThreads(1);
	}

	void again(Transfer transfer) {
		this.queue.add(transfer.parts());
		startThreads(transfer.parts().size());
	}

	void forget(Transfer transfer) {
		this.queue.remove(transfer);
	}

	void mismatched() {
		this.listener.mismatched();
	}

	HostGate gate(String host) {
		return this.gates.computeIfAbsent(host, (name) -> new HostGate(name, this.nanoTime));
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
				this.listener.retries(), this.listener.throttled(), this.listener.mismatches(), this.meter.perSecond());
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
		this.queue.close();
		this.client.close();
	}

}
