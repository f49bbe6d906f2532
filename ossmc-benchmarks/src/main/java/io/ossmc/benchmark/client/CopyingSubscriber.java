package io.ossmc.benchmark.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Takes buffers as they come.
 *
 * @param bytes consumes each
 */
record CopyingSubscriber(Consumer<ByteBuffer> bytes) implements Flow.Subscriber<List<ByteBuffer>> {

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		buffers.forEach(this.bytes);
	}

	@Override
	public void onError(Throwable failure) {
		// The response fails with it.
	}

	@Override
	public void onComplete() {
	}

}
