package io.ossmc.emulator.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Script;

/** Answers that never come, come late, or say when to come again. */
final class TimeFaults {

	private TimeFaults() {
	}

	static List<Fault> all() {
		return List.of(Fault.played("time.silence", Fault.ALL, (plain, occasion) -> Script.begin().stall()),
				Fault.of("time.late", Fault.ALL, (occasion) -> Reaction.delay(Duration.ofMillis(150))).progressing(),
				Fault
					.of("time.late-at-random", Fault.ALL,
							(occasion) -> Reaction.delay(Duration.ofMillis(100 + occasion.random().nextInt(200))))
					.progressing(),
				advised("time.qos-0", "x-oss-qos-delay-time", "0"),
				advised("time.qos-200-ms", "x-oss-qos-delay-time", "200"),
				advised("time.qos-1-h", "x-oss-qos-delay-time", "3600000"),
				advised("time.qos-negative", "x-oss-qos-delay-time", "-1"),
				advised("time.qos-huge", "x-oss-qos-delay-time", "9".repeat(30)),
				advised("time.qos-garbage", "x-oss-qos-delay-time", "soon"),
				advised("time.retry-after-0", "Retry-After", "0"), advised("time.retry-after-1-s", "Retry-After", "1"),
				advised("time.retry-after-1-h", "Retry-After", "3600"),
				advised("time.retry-after-date", "Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"),
				advised("time.retry-after-past", "Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"),
				advised("time.retry-after-garbage", "Retry-After", "tomorrow"), Fault.of("time.429-1-h", Fault.ALL,
						(occasion) -> Reaction.status(429, "TooManyRequests", Map.of("Retry-After", "3600"))));
	}

	private static Fault advised(String name, String header, String value) {
		return Fault.of(name, Fault.ALL,
				(occasion) -> Reaction.status(503, "DownloadTrafficRateLimitExceeded", Map.of(header, value)));
	}

}
