package io.ossmc.transfer;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.resilience4j.core.IntervalFunction;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.checksum.Crc64;
import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.http.RangeClient;
import io.ossmc.http.RangeReply;
import io.ossmc.http.RangeRequest;
import io.ossmc.memory.RegionWriter;
import io.ossmc.oss.OssErrors;
import io.ossmc.pace.HostGate;
import io.ossmc.pace.Pace;
import io.ossmc.pace.Setback;
import io.ossmc.pace.Trouble;
import io.ossmc.queue.ConnectionShares;
import io.ossmc.queue.Exchange;
import io.ossmc.spi.OssModelListener.RequestOutcome;
import io.ossmc.spi.OssModelListener.RetryReason;
import io.ossmc.thread.Unforeseen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one part at a time on one thread: one request, and what follows from its end. */
final class PartRunner {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	/** Pauses between tries of one part: 0.1 s doubling to 10 s, half of it random. */
	static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.5,
			Duration.ofSeconds(10));

	/** Until then somebody may have given heap back. */
	static final long OUT_OF_MEMORY = TimeUnit.SECONDS.toNanos(1);

	private final TransferEngine engine;

	private final RangeClient client;

	private final Signing signing;

	private final LongSupplier nanoTime;

	PartRunner(TransferEngine engine, RangeClient client, LongSupplier nanoTime) {
		this.engine = engine;
		this.client = client;
		this.signing = new Signing(engine, nanoTime);
		this.nanoTime = nanoTime;
	}

	void run(Part part) {
		Transfer transfer = part.transfer;
		if (transfer.ended()) {
			return;
		}
		boolean complete = false;
		try {
			URI url = this.signing.url(part);
			complete = url != null && within(part, url);
		}
		catch (OssModelException ex) {
			transfer.fail(ex);
		}
		catch (OutOfMemoryError ex) {
			// It may be the application that took the heap: no reason to give up.
			part.rest(this.nanoTime.getAsLong(), OUT_OF_MEMORY);
			transfer.setbacks().met(Setback.OUT_OF_MEMORY);
		}
		catch (RuntimeException | Error ex) {
			transfer.fail(new OssModelTransferException("Fetching " + transfer + " failed: " + ex + ".",
					Unforeseen.remedy(ex), ex));
		}
		finally {
			if (!complete && !transfer.ended()) {
				this.engine.putBack(part);
			}
		}
		if (complete) {
			transfer.completed();
		}
	}

	/** One request, with leave to write; false if there was none. */
	private boolean within(Part part, URI url) {
		if (!part.transfer.enter()) {
			return false;
		}
		try {
			return attempt(part, url);
		}
		finally {
			part.transfer.leave();
		}
	}

	/**
	 * One request; true if the part is complete now, false if it is to be tried again.
	 */
	private boolean attempt(Part part, URI url) {
		Transfer transfer = part.transfer;
		HostGate gate = this.engine.gate(url.getAuthority());
		if (!transfer.standing().clean() && !this.engine.shares().hasRoomForDoubtful()) {
			part.rest(this.nanoTime.getAsLong(), ConnectionShares.NO_ROOM);
			return false;
		}
		long wait = gate.acquire(transfer.standing());
		if (wait > 0) {
			part.restAt(gate, this.nanoTime.getAsLong(), wait);
			transfer.setbacks().stoppedAt(gate);
			return false;
		}
		long start = this.nanoTime.getAsLong();
		long before = part.fetched();
		Exchange exchange = this.engine.underWay().begin(part, start);
		try {
			fetch(part, url, gate, exchange);
			this.engine.listener().completed(RequestOutcome.SUCCESS, part.fetched() - before);
			part.failures = 0;
			return true;
		}
		catch (PartSink.TooSlow ex) {
			part.replaced++;
			part.rest(this.nanoTime.getAsLong(), 0);
			this.engine.listener().completed(RequestOutcome.ERROR, part.fetched() - before);
			this.engine.listener().retried(RetryReason.SLOW);
			log.debug("{} goes on elsewhere: {}", part, ex.getMessage());
			return false;
		}
		catch (IOException ex) {
			IOException error = exchange.wasCut() ? new HttpFailure.Stalled(this.engine.settings().silentAfter()) : ex;
			failed(part, url, gate, error, part.fetched() - before);
			return false;
		}
		catch (OssModelException ex) {
			this.engine.listener()
				.completed((ex instanceof OssModelChangedException) ? RequestOutcome.CHANGED : RequestOutcome.ERROR,
						part.fetched() - before);
			throw ex;
		}
		finally {
			this.engine.underWay().end(exchange);
		}
	}

	private void fetch(Part part, URI url, HostGate gate, Exchange exchange) throws IOException {
		Transfer transfer = part.transfer;
		TransferRequest request = transfer.request();
		long from = part.position + part.fetched();
		long rest = part.length - part.fetched();
		RegionWriter writer = request.region().writer(from, rest, this.engine.settings().verify().compares());
		long start = this.nanoTime.getAsLong();
		Pace.Run run = this.engine.pace().begin(start);
		PartSink sink = new PartSink(this.engine, part, writer, run, exchange, () -> {
			gate.answered(transfer.standing());
			this.engine.traffic().answered(start);
			this.engine.judge(part.group(), true);
		}, this.nanoTime);
		try (writer) {
			transfer.requesting(exchange);
			RangeReply reply = this.client.get(new RangeRequest(url, from, from + rest - 1, request.object().etag()),
					sink, exchange.abort());
			run.succeeded(this.nanoTime.getAsLong());
			transfer.check().described(reply.objectSize(), reply.crc64());
		}
		catch (IOException | RuntimeException | Error ex) {
			run.failed();
			throw ex;
		}
		finally {
			transfer.requested(exchange);
			// The writer has flushed: what it wrote is in the region, whatever became of
			// the request.
			long written = writer.written();
			part.crc = Crc64.combine(part.crc, writer.crc64(), written);
			sink.account(written);
		}
	}

	private void failed(Part part, URI url, HostGate gate, IOException error, long bytes) {
		if (bytes > 0) {
			part.failures = 0;
		}
		RequestOutcome outcome = RequestOutcome.ERROR;
		if (!part.transfer.ended()) {
			if (error instanceof HttpStatusFailure status) {
				outcome = refused(part, url, gate, status);
			}
			else {
				troubled(part, gate, Trouble.of(error), error, bytes);
			}
		}
		if (bytes == 0 && outcome != RequestOutcome.THROTTLED) {
			this.engine.judge(part.group(), false);
		}
		this.engine.listener().completed(outcome, bytes);
		log.debug("{} got {} bytes and failed: {}", part, bytes, error.toString());
	}

	private void troubled(Part part, HostGate gate, Trouble trouble, IOException error, long bytes) {
		Transfer transfer = part.transfer;
		if (bytes == 0) {
			gate.failed(transfer.standing(), trouble);
		}
		long now = this.nanoTime.getAsLong();
		if (trouble.lasting() && gate.isHopeless(transfer.standing())) {
			transfer.fail(new OssModelTransferException(
					transfer + " cannot be read, however often it is tried: " + error.getMessage() + ".",
					trouble.remedy(), error));
			return;
		}
		part.rest(now, TimeUnit.MILLISECONDS.toNanos(BACKOFF.apply(++part.failures)));
		transfer.setbacks().met(Setback.of(trouble, error));
		this.engine.listener().retried(trouble.reason());
	}

	private RequestOutcome refused(Part part, URI url, HostGate gate, HttpStatusFailure status) {
		Transfer transfer = part.transfer;
		int code = status.status();
		if (code == 408 || code >= 500 && code != 503) {
			troubled(part, gate, Trouble.of(status), status, 0);
			return RequestOutcome.ERROR;
		}
		if (code == 429 || code == 503) {
			Duration wait = gate.throttled(transfer.standing(), status.retryAfter().orElse(HostGate.USUAL_PAUSE));
			long now = this.nanoTime.getAsLong();
			this.engine.traffic().throttled(now);
			part.restAt(gate, now, wait.toNanos());
			transfer.setbacks()
				.met(new Setback(gate + " asks to slow down (" + status.getMessage() + ")",
						"Fetch less at once, or ask for a higher limit of the bucket.", status));
			this.engine.listener().retried(RetryReason.THROTTLED);
			return RequestOutcome.THROTTLED;
		}
		gate.answered(transfer.standing());
		if (code == 403 && !part.resigned && !"InvalidObjectState".equals(status.ossCode())) {
			part.resigned = true;
			part.rest(this.nanoTime.getAsLong(), 0);
			transfer.url().renew(url, status.proxy().isEmpty() ? status.date() : Optional.empty());
			this.engine.listener().retried(RetryReason.EXPIRED);
			return RequestOutcome.REFUSED;
		}
		if (code == 412) {
			transfer.fail(new OssModelChangedException(transfer + " was overwritten while it was being fetched.",
					"Open it again to get the new content."));
			return RequestOutcome.CHANGED;
		}
		transfer.fail(OssErrors.explain(transfer.toString(), status, url.getScheme() + "://" + url.getAuthority()));
		return RequestOutcome.REFUSED;
	}

}
