package io.ossmc.storm;

import java.time.Duration;
import java.util.Random;

import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestHook;
import io.ossmc.emulator.RequestKind;

/**
 * An OSS that fails in one of ten requests, and whose objects change, until it is calmed.
 * Thread-safe.
 */
final class Weather implements RequestHook {

	private static final int CHANGES = 40;

	private static final int FAILURES = 10;

	private final Bucket bucket;

	private final Random random;

	private volatile boolean calm;

	Weather(Bucket bucket, long seed) {
		this.bucket = bucket;
		this.random = new Random(seed);
	}

	void calm() {
		this.calm = true;
	}

	@Override
	public Reaction react(Request request) {
		if (this.calm) {
			return Reaction.proceed();
		}
		synchronized (this.random) {
			if (this.random.nextInt(CHANGES) == 0) {
				Pool.put(this.bucket, this.random.nextInt(Pool.count()), this.random.nextInt(Pool.VERSIONS));
			}
			return (this.random.nextInt(FAILURES) == 0) ? failure(request.kind()) : Reaction.proceed();
		}
	}

	private Reaction failure(RequestKind kind) {
		boolean get = kind == RequestKind.GET_OBJECT;
		return switch (this.random.nextInt(get ? 13 : 7)) {
			case 0 -> Reaction.status(500, "InternalError");
			case 1 -> Reaction.status(403, "AccessDenied");
			case 2 -> Reaction.status(404, "NoSuchKey");
			case 3 -> Reaction.qosDelay(Duration.ofMillis(this.random.nextInt(100)));
			case 4 -> Reaction.delay(Duration.ofMillis(this.random.nextInt(300)));
			case 5 -> Reaction.closeAfter(this.random.nextInt(1000));
			case 6 -> Reaction.stallAfter(this.random.nextInt(1000));
			case 7 -> Reaction.resetAfter(this.random.nextInt(200_000));
			case 8 -> Reaction.closeAfter(this.random.nextInt(200_000));
			case 9 -> Reaction.throttle(1 << 20);
			case 10 -> Reaction.corrupt(this.random.nextInt(300_000));
			case 11 -> Reaction.omitHeader("x-oss-hash-crc64ecma");
			default -> Reaction.ignoreRange();
		};
	}

}
