package io.ossmc.object;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.ossmc.ObjectProgress;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.Waiting;
import io.ossmc.transfer.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * An object that is admitted, fetched and read, in this order, all at the same time, and
 * again if it had to make room for others or its fetch failed. Thread-safe.
 */
public final class OpenObject implements OssObject, Resident {

	private final ObjectSource source;

	private final Consumer<OpenObject> onClose;

	/** All bytes handed out up to now, or since the last one, were found to be right. */
	private volatile boolean judged;

	/**
	 * Why bytes that were handed out have no verdict, which no other residency can mend.
	 */
	private volatile @Nullable Throwable failure;

	// Guarded by this.

	private @Nullable Residency residency;

	private boolean closed;

	private OpenObject(ObjectSource source, Consumer<OpenObject> onClose) {
		this.source = source;
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
	public static OpenObject open(ObjectInfo info, ObjectStore store, ObjectServices services,
			Consumer<OpenObject> onClose) {
		OpenObject object = new OpenObject(new ObjectSource(info, store, services), onClose);
		object.current();
		return object;
	}

	@Override
	public String uri() {
		return this.source.info().object().uri().toString();
	}

	@Override
	public long size() {
		return this.source.info().object().size();
	}

	@Override
	public String etag() {
		return this.source.info().object().etag();
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
		if (position >= size() && allRight()) {
			return -1;
		}
		Residency in = enter();
		try {
			ObjectFetch fetch = in.await(this.source.services().admissionTimeout());
			if (position >= size()) {
				// The end is where the verdict is due.
				Waiting.on(fetch.transfer().done(), this.source.toString(), null);
				return -1;
			}
			return read(in, fetch, position, buffer);
		}
		finally {
			in.leave();
		}
	}

	private int read(Residency in, ObjectFetch fetch, long position, ByteBuffer buffer) {
		if (fetch.transfer().done().isCompletedExceptionally()) {
			Waiting.on(fetch.transfer().done(), this.source.toString(), null);
		}
		if (!buffer.hasRemaining()) {
			return 0;
		}
		in.use();
		long there = await(fetch.transfer(), position);
		if (!in.see()) {
			throw lost(fetch.transfer());
		}
		int n = (int) Math.min(there, buffer.remaining());
		buffer.put(fetch.lease().segment().asSlice(position, n).asByteBuffer());
		return n;
	}

	/** What ended the residency while somebody was in it. */
	private RuntimeException lost(Transfer transfer) {
		requireUsable();
		return transfer.done().isCompletedExceptionally() ? Waiting.rethrown(transfer.done().exceptionNow())
				: new IllegalStateException(this.source + " is closed");
	}

	private long await(Transfer transfer, long position) {
		try {
			return transfer.await(position, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("Interrupted while reading " + this.source + ".",
					"The fetch goes on; read again.", ex);
		}
	}

	/**
	 * Whether there was a verdict on all that was handed out, so that the end needs no
	 * other.
	 */
	private synchronized boolean allRight() {
		requireUsable();
		return this.judged && (this.residency == null || !this.residency.owesVerdict());
	}

	/**
	 * Comes into the current residency, or a new one; to be left by the caller. One that
	 * could not begin, because the system has no memory for instance, or that failed
	 * before the caller was in, is the caller's error: the next call tries again.
	 */
	private Residency enter() {
		Residency in = current();
		while (!in.enter()) {
			Throwable refusal = in.refusal();
			if (refusal != null) {
				throw Waiting.rethrown(refusal);
			}
			in = current();
		}
		return in;
	}

	private synchronized Residency current() {
		requireUsable();
		Residency now = this.residency;
		if (now == null || now.ended()) {
			now = Residency.take(this.source, this);
			this.residency = now;
		}
		return now;
	}

	private synchronized void requireUsable() {
		if (this.closed) {
			throw new IllegalStateException(this.source + " is closed");
		}
		Throwable failed = this.failure;
		if (failed != null) {
			throw Waiting.rethrown(failed);
		}
	}

	@Override
	public void judged() {
		this.judged = true;
	}

	@Override
	public synchronized void failed(Residency lost, Throwable error) {
		// Under the lock, so that nobody begins anew in between: another residency could
		// say
		// nothing of the bytes that were handed out.
		if (lost.fail(error)) {
			if (lost.owesVerdict()) {
				this.failure = error;
			}
			if (this.residency == lost) {
				this.residency = null;
			}
		}
	}

	/**
	 * Gives up what is on its way. It begins again with the next read, unless bytes were
	 * handed out of which nobody can say any more whether they were right.
	 */
	public void stop() {
		Residency now;
		synchronized (this) {
			now = this.residency;
		}
		if (now == null) {
			return;
		}
		OssModelException reason = new OssModelTransferException(
				"The fetch of " + this.source + " was stopped with the connector.",
				now.owesVerdict() ? "Open it again: what was read of it can no longer be verified." : "Read it again.");
		if (now.abort(reason)) {
			// The transfer itself tells when no thread is in the memory any more.
			failed(now, reason);
		}
	}

	@Override
	public void ended(Residency old) {
		synchronized (this) {
			// What was read already is fetched again only if it is read again.
			if (!this.closed && this.failure == null && this.residency == old) {
				this.residency = old.unused() ? Residency.take(this.source, this) : null;
			}
		}
	}

	@Override
	public MemorySegment segment() {
		CallerThread.mayBlock("OssObject.segment", "OssObject.whenReady()");
		Residency in = enter();
		boolean kept = false;
		try {
			ObjectFetch fetch = in.await(this.source.services().admissionTimeout());
			in.use();
			Waiting.on(fetch.transfer().done(), this.source.toString(), null);
			requireUsable();
			MemorySegment view = fetch.lease().segment();
			kept = true;
			return view;
		}
		finally {
			if (kept) {
				in.pin();
			}
			else {
				in.leave();
			}
		}
	}

	@Override
	public MemorySegment segment(long position, long length) {
		return segment().asSlice(position, length);
	}

	@Override
	public ByteBuffer byteBuffer() {
		if (size() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException(this.source + " has " + size()
					+ " bytes, more than a buffer can hold: use segment(position, length)");
		}
		return segment().asByteBuffer();
	}

	@Override
	public ObjectProgress progress() {
		Residency now;
		synchronized (this) {
			now = this.residency;
		}
		ObjectFetch fetch = (now != null) ? now.fetched() : null;
		if (fetch == null) {
			return new ObjectProgress(size(), 0, false, false);
		}
		Transfer transfer = fetch.transfer();
		Transfer.Verdict verdict = verdict(transfer);
		return new ObjectProgress(size(), transfer.fetched(), verdict != null, verdict != null && verdict.verified());
	}

	private static Transfer.@Nullable Verdict verdict(Transfer transfer) {
		return (transfer.done().isDone() && !transfer.done().isCompletedExceptionally()) ? transfer.done().join()
				: null;
	}

	/**
	 * Whether somebody reads it right now or has a view of it.
	 * @return at this moment
	 */
	public synchronized boolean inUse() {
		return this.residency != null && this.residency.inUse();
	}

	@Override
	public CompletableFuture<OssObject> whenReady() {
		Residency in;
		try {
			in = enter();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		ObjectServices services = this.source.services();
		return services.threads()
			.handOver(new Readiness(this, in).within(services.admissionTimeout(), services.threads()));
	}

	@Override
	public void close() {
		Residency last;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			last = this.residency;
		}
		if (last != null) {
			last.close();
		}
		this.onClose.accept(this);
	}

}
