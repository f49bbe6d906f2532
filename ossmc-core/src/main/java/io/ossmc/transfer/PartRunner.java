package io.ossmc.transfer;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.resilience4j.core.IntervalFunction;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.checksum.Crc64;
import io.ossmc.http.Abort;
import io.ossmc.http.BodySink;
import io.ossmc.http.HttpFailure;
import io.ossmc.http.RangeClient;
import io.ossmc.http.RangeReply;
import io.ossmc.http.RangeRequest;
import io.ossmc.oss.OssErrors;
import io.ossmc.region.RegionWriter;
import io.ossmc.spi.OssModelListener.RequestOutcome;
import io.ossmc.spi.OssModelListener.RetryReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one part at a time on one thread: one request, and what follows from its end. */
final class PartRunner {

	private static final Logger log = LoggerFactory.getLogger(PartRunner.class);

	/** Pauses between tries of a part: 0.1 s doubling to 10 s, half of it random. */
	private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100),
			2, 0.5, Duration.ofSeconds(10));

	/** What came is shown to readers at least this often. */
	private static final long FLUSH = TimeUnit.MILLISECONDS.toNanos(200);

	/** An object that is slow everywhere is not sent round for ever. */
	private static final int MOST_REPLACEMENTS = 3;

	private static final Duration THROTTLED = Duration.ofSeconds(1);

	private final TransferEngine engine;

	private final RangeClient client;

	private final LongSupplier nanoTime;

	PartRunner(TransferEngine engine, RangeClient client, LongSupplier nanoTime) {
		this.engine = engine;
		this.client = client;
		this.nanoTime = nanoTime;
	}

	void run(Part part) {
		Transfer transfer = part.transfer;
		if (!transfer.enter()) {
			return;
		}
		boolean complete = false;
		try {
			complete = attempt(part);
		}
		catch (OssModelException ex) {
			transfer.fail(ex);
		}
		catch (RuntimeException | Error ex) {
			transfer.fail(new OssModelTransferException("Fetching " + transfer.uri() + " failed: " + ex + ".",
					"This is a bug of ossmc; please report it with the stack trace.", ex));
		}
		finally {
			transfer.leave();
		}
		if (complete) {
			transfer.completed();
		}
		else if (!transfer.ended()) {
			this.engine.putBack(part);
		}
	}

	/**
	 * One request; true if the part is complete now, false if it is to be tried again.
	 */
	private boolean attempt(Part part) {
		Transfer transfer = part.transfer;
		URI url = transfer.url().get();
		HostGate gate = this.engine.gate(url.getAuthority());
		long wait = gate.acquire();
		if (wait > 0) {
			rest(part, wait, null);
			return false;
		}
		long start = this.nanoTime.getAsLong();
		long before = part.fetched();
		try {
			fetch(part, url);
			gate.succeeded(this.nanoTime.getAsLong() - start);
			this.engine.listener().completed(RequestOutcome.SUCCESS, part.fetched() - before);
			part.failures = 0;
			return true;
		}
		catch (TooSlow ex) {
			gate.released();
			part.replaced++;
			part.notBefore = this.nanoTime.getAsLong();
			this.engine.listener().completed(RequestOutcome.ERROR, part.fetched() - before);
			this.engine.listener().retried(RetryReason.SLOW);
			log.debug("{} goes on elsewhere: {}", part, ex.getMessage());
			return false;
		}
		catch (IOException ex) {
			if (part.fetched() > before) {
				part.failures = 0;
			}
			failed(part, url, gate, ex, this.nanoTime.getAsLong() - start, part.fetched() - before);
			return false;
		}
		catch (OssModelException ex) {
			gate.released();
			this.engine.listener().completed(RequestOutcome.CHANGED, part.fetched() - before);
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			gate.released();
			throw ex;
		}
	}

	private void fetch(Part part, URI url) throws IOException {
		Transfer transfer = part.transfer;
		TransferRequest request = transfer.request();
		long from = part.position + part.fetched();
		long rest = part.length - part.fetched();
		RegionWriter writer = request.region().writer(from, rest, this.engine.settings().verify().compares());
		Pace.Run run = this.engine.pace().begin(this.nanoTime.getAsLong());
		PartSink sink = new PartSink(part, writer, run);
		Abort abort = new Abort();
		try (writer) {
			transfer.requesting(abort);
			RangeReply reply = this.client.get(new RangeRequest(url, from, from + rest - 1, request.etag()), sink,
					abort);
			run.succeeded(this.nanoTime.getAsLong());
			transfer.described(reply.objectSize(), reply.crc64());
		}
		catch (IOException | RuntimeException | Error ex) {
			run.failed();
			throw ex;
		}
		finally {
			transfer.requested(abort);
			// The writer has flushed: what it wrote is in the region, whatever became of
			// the request.
			long written = writer.written();
			part.crc = Crc64.combine(part.crc, writer.crc64(), written);
			sink.settle(written);
		}
	}

	private void failed(Part part, URI url, HostGate gate, IOException error, long nanos, long bytes) {
		Transfer transfer = part.transfer;
		RequestOutcome outcome = RequestOutcome.ERROR;
		if (transfer.ended()) {
			gate.released();
		}
		else if (error instanceof HttpFailure.Status status) {
			outcome = refused(part, url, gate, status, nanos);
		}
		else {
			gate.failed(nanos, error);
			rest(part, BACKOFF.apply(++part.failures) * 1_000_000L, error);
			this.engine.listener()
				.retried((error instanceof HttpFailure.Stalled) ? RetryReason.STALL : RetryReason.CONNECTION);
		}
		this.engine.listener().completed(outcome, bytes);
		log.debug("{} got {} bytes and failed: {}", part, bytes, error.toString());
	}

	private RequestOutcome refused(Part part, URI url, HostGate gate, HttpFailure.Status status, long nanos) {
		Transfer transfer = part.transfer;
		if (status.status() == 403 && !part.resigned && !"InvalidObjectState".equals(status.ossCode())) {
			gate.released();
			part.resigned = true;
			transfer.url().renew(url);
			this.engine.listener().retried(RetryReason.EXPIRED);
			return RequestOutcome.REFUSED;
		}
		if (status.status() == 408 || status.status() >= 500 && status.status() != 503) {
			gate.failed(nanos, status);
			rest(part, BACKOFF.apply(++part.failures) * 1_000_000L, status);
			this.engine.listener().retried(RetryReason.SERVER_ERROR);
			return RequestOutcome.ERROR;
		}
		switch (status.status()) {
			case 429, 503 -> {
				Duration delay = status.retryAfter().orElse(THROTTLED);
				gate.throttled(delay);
				this.engine.throttled(this.nanoTime.getAsLong());
				rest(part, Math.max(delay.toNanos(), BACKOFF.apply(++part.failures) * 1_000_000L), status);
				this.engine.listener().retried(RetryReason.THROTTLED);
				return RequestOutcome.THROTTLED;
			}
			case 412 -> {
				gate.released();
				transfer
					.fail(new OssModelChangedException(transfer.uri() + " was overwritten while it was being fetched.",
							"Open it again to get the new content."));
				return RequestOutcome.CHANGED;
			}
			default -> {
				gate.released();
				transfer.fail(OssErrors.explain(transfer.uri(), status, url.getScheme() + "://" + url.getAuthority()));
				return RequestOutcome.REFUSED;
			}
		}
	}

	/** Lets the part wait, or gives the object up if nothing came of it for too long. */
	private void rest(Part part, long nanos, @Nullable IOException error) {
		long now = this.nanoTime.getAsLong();
		Transfer transfer = part.transfer;
		if (part.failures <= 1 && error != null) {
			part.failingSince = now;
		}
		long quiet = Math.min(now - transfer.lastProgress(), now - part.failingSince);
		Duration limit = this.engine.settings().giveUpAfter();
		if (part.failures > 0 && quiet > limit.toNanos()) {
			transfer.fail(new OssModelTransferException(
					"No byte of " + transfer.uri() + " came for " + TimeUnit.NANOSECONDS.toSeconds(quiet) + " s"
							+ ((error != null) ? ": " + error.getMessage() : "") + ".",
					"Check the network and the endpoint; ossmc.fetch.give-up-after is how long it is tried."));
			return;
		}
		part.notBefore = now + nanos;
	}

	/** Ends a request whose connection is not worth waiting for; the client closes it. */
	private static final class TooSlow extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooSlow(String message) {
			super(message, null, false, false);
		}

	}

	/** Feeds the region, and tells the transfer what is safely in it. */
	private final class PartSink implements BodySink {

		private final Part part;

		private final RegionWriter writer;

		private final Pace.Run run;

		private final long length;

		private long all;

		private long told;

		private final long startedAt;

		private long lastFlush;

		PartSink(Part part, RegionWriter writer, Pace.Run run) {
			this.part = part;
			this.writer = writer;
			this.run = run;
			this.length = part.length - part.fetched();
			this.startedAt = PartRunner.this.nanoTime.getAsLong();
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
			long now = PartRunner.this.nanoTime.getAsLong();
			if (now - this.lastFlush > FLUSH) {
				// A slow connection: readers and people want to see what came.
				this.writer.flush();
				this.lastFlush = now;
			}
			settle(this.writer.written());
			this.all += n;
			if (!this.run.received(this.all, this.length - this.all, now, PartRunner.this.engine.atTheEnd())
					&& this.part.replaced < MOST_REPLACEMENTS && this.writer.buffer().hasRemaining()) {
				throw new TooSlow(
						this.all + " bytes in " + TimeUnit.NANOSECONDS.toMillis(now - this.startedAt) + " ms");
			}
		}

		void settle(long written) {
			long more = written - this.told;
			if (more > 0) {
				this.told = written;
				this.lastFlush = PartRunner.this.nanoTime.getAsLong();
				PartRunner.this.engine.received(more, this.lastFlush);
				this.part.transfer.progress(this.part, more, this.lastFlush);
			}
		}

	}

}
