package io.ossmc.transfer;

import java.util.concurrent.atomic.LongAdder;

import io.ossmc.spi.OssModelListener;
import io.ossmc.spi.OssModelListener.RequestOutcome;
import io.ossmc.spi.OssModelListener.RetryReason;

/** Counts what the data plane does, and tells the listener. Thread-safe. */
final class TransferListener {

	private final LongAdder requests = new LongAdder();

	private final LongAdder retries = new LongAdder();

	private final LongAdder throttled = new LongAdder();

	private final LongAdder mismatches = new LongAdder();

	private final OssModelListener listener;

	TransferListener(OssModelListener listener) {
		this.listener = listener;
	}

	void completed(RequestOutcome outcome, long bytes) {
		this.requests.increment();
		if (outcome == RequestOutcome.THROTTLED) {
			this.throttled.increment();
		}
		this.listener.requestCompleted(outcome, bytes);
	}

	void retried(RetryReason reason) {
		this.retries.increment();
		this.listener.retried(reason);
	}

	void mismatched() {
		this.mismatches.increment();
		retried(RetryReason.INTEGRITY);
	}

	long requests() {
		return this.requests.sum();
	}

	long retries() {
		return this.retries.sum();
	}

	long throttled() {
		return this.throttled.sum();
	}

	long mismatches() {
		return this.mismatches.sum();
	}

}
