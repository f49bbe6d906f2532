package io.ossmc.transfer;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.http.HttpFailure;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.pace.HostGate;
import io.ossmc.pace.Setback;
import io.ossmc.pace.Trouble;
import io.ossmc.queue.ConnectionShares;
import io.ossmc.queue.Exchange;
import io.ossmc.spi.OssModelListener.RequestOutcome;
import io.ossmc.thread.Unforeseen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for checksums, on the threads that fetch and through the gates that parts go
 * through.
 */
final class InquiryRunner {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private final TransferEngine engine;

	private final Signing signing;

	private final LongSupplier nanoTime;

	InquiryRunner(TransferEngine engine, LongSupplier nanoTime) {
		this.engine = engine;
		this.signing = new Signing(engine, nanoTime);
		this.nanoTime = nanoTime;
	}

	void run(Inquiry inquiry) {
		Transfer transfer = inquiry.transfer;
		if (transfer.ended()) {
			return;
		}
		boolean concluded = false;
		try {
			concluded = attempt(inquiry);
		}
		catch (OssModelException ex) {
			transfer.fail(ex);
		}
		catch (OutOfMemoryError ex) {
			inquiry.rest(this.nanoTime.getAsLong(), PartRunner.OUT_OF_MEMORY);
			transfer.setbacks().met(Setback.OUT_OF_MEMORY);
		}
		catch (RuntimeException | Error ex) {
			transfer.fail(new OssModelTransferException(
					"Asking for the checksum of " + transfer + " failed: " + ex + ".", Unforeseen.remedy(ex), ex));
		}
		finally {
			if (!concluded && !transfer.ended()) {
				this.engine.putBack(inquiry);
			}
		}
	}

	/** One HEAD; false if it is to be tried again. */
	private boolean attempt(Inquiry inquiry) {
		Transfer transfer = inquiry.transfer;
		URI url;
		try {
			url = this.signing.url(inquiry);
		}
		catch (OssModelException ex) {
			transfer.check().unanswered(ex);
			return true;
		}
		if (url == null) {
			return false;
		}
		HostGate gate = this.engine.gate(url.getAuthority());
		if (!transfer.standing().clean() && !this.engine.shares().hasRoomForDoubtful()) {
			inquiry.rest(this.nanoTime.getAsLong(), ConnectionShares.NO_ROOM);
			return false;
		}
		long wait = gate.acquire(transfer.standing());
		if (wait > 0) {
			inquiry.restAt(gate, this.nanoTime.getAsLong(), wait);
			transfer.setbacks().stoppedAt(gate);
			return false;
		}
		ObjectInfo info;
		long now = this.nanoTime.getAsLong();
		Exchange exchange = this.engine.underWay().begin(inquiry, now);
		try (StoreCalls.Call call = this.engine.calls().begin(transfer, exchange, now)) {
			if (call == null) {
				inquiry.rest(now, ConnectionShares.NO_ROOM);
				return false;
			}
			transfer.requesting(exchange);
			info = transfer.request().store().headDirect(transfer.request().object().uri(), exchange.abort());
		}
		catch (OssModelException ex) {
			return failed(inquiry, gate, exchange, ex);
		}
		finally {
			transfer.requested(exchange);
			this.engine.underWay().end(exchange);
		}
		gate.answered(transfer.standing());
		this.engine.judge(inquiry.group(), true);
		this.engine.listener().completed(RequestOutcome.SUCCESS, 0);
		transfer.check().answered(info);
		return true;
	}

	private boolean failed(Inquiry inquiry, HostGate gate, Exchange exchange, OssModelException error) {
		Transfer transfer = inquiry.transfer;
		if (error.permanent()) {
			gate.answered(transfer.standing());
			this.engine.listener().completed(RequestOutcome.REFUSED, 0);
			transfer.check().unanswered(error);
			return true;
		}
		Trouble trouble = exchange.wasCut() ? Trouble.SILENCE : Trouble.SERVER;
		gate.failed(transfer.standing(), trouble);
		this.engine.judge(inquiry.group(), false);
		inquiry.rest(this.nanoTime.getAsLong(),
				TimeUnit.MILLISECONDS.toNanos(PartRunner.BACKOFF.apply(++inquiry.failures)));
		transfer.setbacks()
			.met(exchange.wasCut() ? Setback.of(trouble, new HttpFailure.Stalled(this.engine.settings().silentAfter()))
					: Setback.of(error));
		this.engine.listener().completed(RequestOutcome.ERROR, 0);
		this.engine.listener().retried(trouble.reason());
		log.debug("{} failed: {}", inquiry, error.getMessage());
		return false;
	}

}
