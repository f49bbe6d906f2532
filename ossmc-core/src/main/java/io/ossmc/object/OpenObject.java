package io.ossmc.object;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.ossmc.ObjectProgress;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.OssUri;
import io.ossmc.cache.MemoryBudget;
import io.ossmc.cache.Reservation;
import io.ossmc.region.PrivateRegion;
import io.ossmc.region.RegionLease;
import io.ossmc.region.RetainedMemory;
import io.ossmc.store.ObjectInfo;
import io.ossmc.store.ObjectStore;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.thread.Waiting;
import io.ossmc.transfer.Transfer;
import io.ossmc.transfer.TransferEngine;
import io.ossmc.transfer.TransferRequest;
import org.jspecify.annotations.Nullable;

/**
 * An object that is admitted, fetched and read, in this order, all at the same time.
 * Thread-safe.
 */
public final class OpenObject implements OssObject {

	private final ObjectInfo info;

	private final OssUri uri;

	private final ObjectStore store;

	private final TransferEngine engine;

	private final MemoryBudget budget;

	private final RetainedMemory memory;

	private final Duration admissionTimeout;

	private final Reservation reservation;

	private final ConnectorThreads threads;

	private final Consumer<OpenObject> onClose;

	private final CompletableFuture<Fetch> begun = new CompletableFuture<>();

	// Guarded by this.

	private @Nullable Fetch fetch;

	private boolean closed;

	private OpenObject(ObjectInfo info, OssUri uri, ObjectStore store, ObjectServices services, Reservation reservation,
			Consumer<OpenObject> onClose) {
		this.info = info;
		this.uri = uri;
		this.store = store;
		this.engine = services.engine();
		this.budget = services.budget();
		this.memory = services.memory();
		this.admissionTimeout = services.admissionTimeout();
		this.reservation = reservation;
		this.threads = services.threads();
		this.onClose = onClose;
	}

	/**
	 * Opens an object.
	 * @param info its description
	 * @param uri where it is
	 * @param store of its bucket
	 * @param services what all objects share
	 * @param onClose told once when it is closed
	 * @return the object, in the queue or already on its way
	 * @throws io.ossmc.OssModelCapacityException if it is larger than the whole budget
	 */
	public static OpenObject open(ObjectInfo info, OssUri uri, ObjectStore store, ObjectServices services,
			Consumer<OpenObject> onClose) {
		Reservation reservation = services.budget().request(uri.toString(), PrivateRegion.charge(info.size()));
		OpenObject object = new OpenObject(info, uri, store, services, reservation, onClose);
		if (reservation.admitted().isDone()) {
			object.begin();
		}
		else {
			reservation.admitted().thenRunAsync(object::begin, services.threads().tasks());
		}
		return object;
	}

	private void begin() {
		Fetch fresh;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			try {
				fresh = fetch();
			}
			catch (RuntimeException | Error ex) {
				this.begun.completeExceptionally(ex);
				return;
			}
			this.fetch = fresh;
		}
		this.begun.complete(fresh);
	}

	private Fetch fetch() {
		PrivateRegion region;
		try {
			region = this.memory.allocate(this.info.size());
			this.budget.makeRoom();
		}
		catch (RuntimeException | Error ex) {
			this.reservation.close();
			throw ex;
		}
		region.whenFreed().thenRun(this.reservation::close);
		try {
			TransferRequest request = new TransferRequest(this.uri, this.info.size(), this.info.etag(), region,
					this.store, (_) -> {
					});
			return new Fetch(region, region.lease(), this.engine.submit(request));
		}
		catch (RuntimeException | Error ex) {
			region.close();
			throw ex;
		}
	}

	@Override
	public String uri() {
		return this.uri.toString();
	}

	@Override
	public long size() {
		return this.info.size();
	}

	@Override
	public String etag() {
		return this.info.etag();
	}

	@Override
	public InputStream newInputStream() {
		return new ObjectStream(this);
	}

	@Override
	public SeekableByteChannel newByteChannel() {
		return new ObjectChannel(this);
	}

	@Override
	public int read(long position, ByteBuffer buffer) {
		CallerThread.mayBlock("OssObject.read", "OssObject.whenReady()");
		if (position < 0) {
			throw new IllegalArgumentException("negative position " + position);
		}
		Fetch fetch = admitted();
		if (position >= size()) {
			// The end is where the verdict is due.
			Waiting.on(fetch.transfer().done(), uri(), null);
			return -1;
		}
		if (fetch.transfer().done().isCompletedExceptionally()) {
			Waiting.on(fetch.transfer().done(), uri(), null);
		}
		if (!buffer.hasRemaining()) {
			return 0;
		}
		long there = await(fetch.transfer(), position);
		int n = (int) Math.min(there, buffer.remaining());
		buffer.put(fetch.lease().segment().asSlice(position, n).asByteBuffer());
		return n;
	}

	private long await(Transfer transfer, long position) {
		try {
			return transfer.await(position, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("Interrupted while reading " + this.uri + ".",
					"The fetch goes on; read again.", ex);
		}
	}

	/** Waits for memory, from now for as long as configured. */
	private Fetch admitted() {
		requireOpen();
		try {
			return this.begun.get(this.admissionTimeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			throw this.reservation.tooLong(this.admissionTimeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("Interrupted while " + this.uri + " waited for memory.",
					"It keeps its place; read again.", ex);
		}
		catch (CancellationException _) {
			throw new IllegalStateException(this.uri + " is closed");
		}
		catch (ExecutionException ex) {
			throw Waiting.rethrown(ex.getCause());
		}
	}

	private synchronized void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException(this.uri + " is closed");
		}
	}

	@Override
	public MemorySegment segment() {
		CallerThread.mayBlock("OssObject.segment", "OssObject.whenReady()");
		Fetch fetch = admitted();
		Waiting.on(fetch.transfer().done(), uri(), null);
		requireOpen();
		return fetch.lease().segment();
	}

	@Override
	public MemorySegment segment(long position, long length) {
		return segment().asSlice(position, length);
	}

	@Override
	public ByteBuffer byteBuffer() {
		if (size() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException(
					this.uri + " has " + size() + " bytes, more than a buffer can hold: use segment(position, length)");
		}
		return segment().asByteBuffer();
	}

	@Override
	public ObjectProgress progress() {
		Fetch under;
		synchronized (this) {
			under = this.fetch;
		}
		if (under == null) {
			return new ObjectProgress(size(), 0, false, false);
		}
		Transfer transfer = under.transfer();
		Transfer.Verdict verdict = verdict(transfer);
		return new ObjectProgress(size(), transfer.fetched(), verdict != null, verdict != null && verdict.verified());
	}

	private static Transfer.@Nullable Verdict verdict(Transfer transfer) {
		return (transfer.done().isDone() && !transfer.done().isCompletedExceptionally()) ? transfer.done().join()
				: null;
	}

	@Override
	public CompletableFuture<OssObject> whenReady() {
		return this.threads.handOver(this.begun.thenCompose((fetch) -> fetch.transfer().done()).thenApply((_) -> this));
	}

	@Override
	public void close() {
		Fetch ended;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			ended = this.fetch;
		}
		this.begun.cancel(false);
		if (ended != null) {
			ended.close(this.uri);
		}
		else {
			this.reservation.close();
		}
		this.onClose.accept(this);
	}

	/** What exists once the object has its memory. */
	private record Fetch(PrivateRegion region, RegionLease lease, Transfer transfer) {

		void close(OssUri uri) {
			this.lease.close();
			this.transfer.cancel(new OssModelTransferException(uri + " was closed.", "Open it again."));
			this.region.close();
		}

	}

}
