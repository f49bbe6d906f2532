package io.ossmc.transfer;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.OssModelException;
import io.ossmc.pace.Setback;
import io.ossmc.queue.ConnectionShares;
import org.jspecify.annotations.Nullable;

/**
 * Gets work the URL that it needs. Not within a region: what hangs here does not keep a
 * transfer from ending.
 */
final class Signing {

	private final TransferEngine engine;

	private final LongSupplier nanoTime;

	Signing(TransferEngine engine, LongSupplier nanoTime) {
		this.engine = engine;
		this.nanoTime = nanoTime;
	}

	/**
	 * The URL, signed on the calling thread if there is none that is good. Who signed
	 * once and cannot any more, as when keys are being rotated, is asked again for as
	 * long as the transfer is not given up.
	 * @return null if it is not signed now; then the work rests
	 * @throws OssModelException if it cannot be signed
	 */
	@Nullable URI url(TransferWork work) {
		Transfer transfer = work.transfer;
		URI current = transfer.url().current();
		if (current != null) {
			return current;
		}
		long now = this.nanoTime.getAsLong();
		try (StoreCalls.Call call = this.engine.calls().begin(transfer, now)) {
			if (call != null) {
				URI signed = transfer.url().get();
				transfer.setbacks().signed();
				return signed;
			}
		}
		catch (OssModelException ex) {
			if (!transfer.url().wasSigned()) {
				throw ex;
			}
			work.rest(now, TimeUnit.MILLISECONDS.toNanos(PartRunner.BACKOFF.apply(++work.failures)));
			transfer.setbacks().met(Setback.of(ex));
			return null;
		}
		work.rest(now, ConnectionShares.NO_ROOM);
		if (this.engine.calls().hangs(transfer.request().store(), now)) {
			transfer.setbacks().notSigned();
		}
		return null;
	}

}
