package io.ossmc.http;

import java.io.IOException;
import java.util.function.Supplier;

/** Says what a broken wire means: who cut it comes before what the socket said. */
final class Failures {

	private Failures() {
	}

	static IOException of(Wire wire, HttpSettings settings, IOException thrown,
			Supplier<? extends IOException> otherwise) {
		if (thrown instanceof HttpFailure.Protocol protocol) {
			return protocol.through(settings.proxy());
		}
		if (thrown instanceof HttpFailure) {
			return thrown;
		}
		if (wire.cut() == Wire.Cut.STALLED) {
			return new HttpFailure.Stalled(settings.stallTimeout(), wire.limited(), settings.proxy());
		}
		if (wire.cut() == Wire.Cut.ABORTED || Thread.currentThread().isInterrupted()) {
			return new HttpFailure.Aborted();
		}
		return otherwise.get();
	}

}
