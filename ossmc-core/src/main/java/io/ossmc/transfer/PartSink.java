package io.ossmc.transfer;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.http.BodySink;
import io.ossmc.memory.RegionWriter;
import io.ossmc.pace.Pace;
import io.ossmc.queue.Exchange;

/**
 * Feeds the region with the bytes of one request, and tells the transfer what is safely
 * in it. For one thread.
 */
final class PartSink implements BodySink {

	/** What came is shown to readers at least this often. */
	private static final long FLUSH = TimeUnit.MILLISECONDS.toNanos(200);

	/** An object that is slow everywhere is not sent round for ever. */
	private static final int MOST_REPLACEMENTS = 3;

	private final TransferEngine engine;

	private final Part part;

	private final RegionWriter writer;

	private final Pace.Run run;

	private final Exchange exchange;

	private final Runnable firstByte;

	private final LongSupplier nanoTime;

	private final long length;

	private final long startedAt;

	private long all;

	private long told;

	private long lastFlush;

	/**
	 * Makes a sink for the missing bytes of a part.
	 * @param firstByte what to do when the first one comes
	 */
	PartSink(TransferEngine engine, Part part, RegionWriter writer, Pace.Run run, Exchange exchange, Runnable firstByte,
			LongSupplier nanoTime) {
		this.engine = engine;
		this.part = part;
		this.writer = writer;
		this.run = run;
		this.exchange = exchange;
		this.firstByte = firstByte;
		this.nanoTime = nanoTime;
		this.length = part.length - part.fetched();
		this.startedAt = nanoTime.getAsLong();
		this.lastFlush = this.startedAt;
	}

	@Override
	public ByteBuffer buffer() {
		if (this.part.transfer.ended()) {
			throw new CancellationException(this.part + " is not needed any more");
		}
		return this.writer.buffer();
	}

	@Override
	public void received(int n) {
		this.writer.received(n);
		long now = this.nanoTime.getAsLong();
		this.exchange.received(n, now);
		if (this.all == 0) {
			this.firstByte.run();
		}
		if (now - this.lastFlush > FLUSH) {
			// A slow connection: readers and people want to see what came.
			this.writer.flush();
			this.lastFlush = now;
		}
		account(this.writer.written());
		this.all += n;
		if (!this.run.received(this.all, this.length - this.all, now, this.engine.atTheEnd())
				&& this.part.replaced < MOST_REPLACEMENTS && this.writer.buffer().hasRemaining()) {
			throw new TooSlow(this.all + " bytes in " + TimeUnit.NANOSECONDS.toMillis(now - this.startedAt) + " ms");
		}
	}

	void account(long written) {
		long more = written - this.told;
		if (more > 0) {
			this.told = written;
			this.lastFlush = this.nanoTime.getAsLong();
			this.engine.received(more, this.lastFlush);
			this.part.transfer.progress(this.part, more);
		}
	}

	/** Ends a request whose connection is not worth waiting for; the client closes it. */
	static final class TooSlow extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooSlow(String message) {
			super(message, null, false, false);
		}

	}

}
