package io.ossmc.emulator;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body of one answer piece by piece: never more than a few pieces wait in the
 * process, whatever the client's pace, and no piece goes before the rate limits permit
 * it. Lives on the connection's event loop.
 */
final class BodyWriter {

	private static final int PIECE = 128 * 1024;

	/** A region costs nothing but a system call, and so may be larger. */
	private static final int REGION = 1024 * 1024;

	private static final int IN_FLIGHT = 4;

	/**
	 * After so many bytes without a pause, the other connections of the event loop have
	 * their turn.
	 */
	private static final long TURN = 4L << 20;

	private final ChannelHandlerContext context;

	private final Content.Reader reader;

	private final boolean regions;

	private final long[] corruptions;

	private final List<TokenBucket> limits;

	private final LongConsumer sent;

	private final Outcome outcome;

	private long position;

	private final long end;

	private int inFlight;

	private boolean writing;

	private boolean waiting;

	private boolean ended;

	/**
	 * A writer that has not begun.
	 * @param context the connection
	 * @param reader closed with the body
	 * @param slice what to send
	 * @param regions whether the connection takes regions of files
	 * @param corruptions positions of bytes to invert, ascending
	 * @param limits all that must permit a byte
	 * @param sent told of bytes that go
	 * @param outcome told once, on the event loop
	 */
	BodyWriter(ChannelHandlerContext context, Content.Reader reader, ByteRange.Slice slice, boolean regions,
			long[] corruptions, List<TokenBucket> limits, LongConsumer sent, Outcome outcome) {
		this.context = context;
		this.reader = reader;
		this.regions = regions;
		this.corruptions = corruptions;
		this.limits = limits;
		this.sent = sent;
		this.outcome = outcome;
		this.position = slice.position();
		this.end = slice.position() + slice.length();
	}

	/** Writes what may be written now; called again when there is a chance of more. */
	void write() {
		if (this.writing || this.waiting || this.ended) {
			return;
		}
		this.writing = true;
		try {
			long turn = this.position + TURN;
			while (!this.ended && this.inFlight < IN_FLIGHT && this.position < this.end) {
				int permitted = (this.position < turn) ? permitted() : 0;
				if (permitted == 0) {
					rest(this.position >= turn);
					break;
				}
				writePiece(permitted);
			}
		}
		catch (IOException | RuntimeException ex) {
			end(ex);
		}
		finally {
			this.writing = false;
		}
		if (this.position == this.end && this.inFlight == 0) {
			end(null);
		}
	}

	private int permitted() {
		int wanted = (int) Math.min(this.end - this.position, this.regions ? REGION : PIECE);
		long now = System.nanoTime();
		int permitted = wanted;
		for (int limit = 0; limit < this.limits.size() && permitted > 0; limit++) {
			int granted = this.limits.get(limit).take(permitted, now);
			for (int earlier = 0; earlier < limit; earlier++) {
				this.limits.get(earlier).giveBack(permitted - granted);
			}
			permitted = granted;
		}
		return permitted;
	}

	private void rest(boolean turn) {
		long nanos = turn ? 0
				: this.limits.stream()
					.filter((limit) -> !limit.isUnlimited())
					.mapToLong(TokenBucket::pauseNanos)
					.max()
					.orElse(0);
		this.waiting = true;
		this.context.executor().schedule(() -> {
			this.waiting = false;
			write();
		}, nanos, TimeUnit.NANOSECONDS);
	}

	private void writePiece(int length) throws IOException {
		Object piece = piece(length);
		this.position += length;
		this.inFlight++;
		// Before the write, so that a client that has read a byte finds it counted.
		this.sent.accept(length);
		this.context.writeAndFlush((piece instanceof ByteBuf buffer) ? new DefaultHttpContent(buffer) : piece)
			.addListener((Future<? super Void> future) -> {
				this.inFlight--;
				if (future.isSuccess()) {
					write();
				}
				else {
					end(future.cause());
				}
			});
	}

	private Object piece(int length) throws IOException {
		int first = Arrays.binarySearch(this.corruptions, this.position);
		int index = (first < 0) ? -first - 1 : first;
		boolean intact = index == this.corruptions.length || this.corruptions[index] >= this.position + length;
		if (this.regions && intact) {
			return this.reader.transferable(this.context.alloc(), this.position, length);
		}
		ByteBuf buffer = this.reader.read(this.context.alloc(), this.position, length);
		if (intact) {
			return buffer;
		}
		ByteBuf copy = this.context.alloc().buffer(length).writeBytes(buffer);
		buffer.release();
		for (; index < this.corruptions.length && this.corruptions[index] < this.position + length; index++) {
			int at = (int) (this.corruptions[index] - this.position);
			copy.setByte(at, ~copy.getByte(at));
		}
		return copy;
	}

	/** Stops here, whatever has not been written. */
	void abort() {
		this.ended = true;
		close();
	}

	private void end(@Nullable Throwable failure) {
		if (!this.ended) {
			this.ended = true;
			close();
			this.outcome.ended(failure);
		}
	}

	private void close() {
		try {
			this.reader.close();
		}
		catch (IOException ex) {
			System.getLogger(BodyWriter.class.getName()).log(System.Logger.Level.WARNING, "Cannot close a file", ex);
		}
	}

	/** Learns how it went. */
	@FunctionalInterface
	interface Outcome {

		/**
		 * All is sent, or will never be.
		 * @param failure why, or null
		 */
		void ended(@Nullable Throwable failure);

	}

}
