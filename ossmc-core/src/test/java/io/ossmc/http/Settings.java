package io.ossmc.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLContext;

/** Settings of tests: short intervals of the watchdog, time as the test wants it. */
final class Settings {

	static final Duration STALL = Duration.ofMillis(100);

	private Settings() {
	}

	static HttpSettings patient() {
		return resolving(HttpSettings::resolve, System::nanoTime);
	}

	static HttpSettings resolving(Function<String, List<InetAddress>> resolver, LongSupplier time) {
		return new HttpSettings(Duration.ofSeconds(10), Duration.ofSeconds(30), 8, Duration.ofSeconds(30), null,
				resolver, time);
	}

	static HttpSettings trusting(SSLContext context) {
		return new HttpSettings(Duration.ofSeconds(10), Duration.ofSeconds(30), 8, Duration.ofSeconds(30), context,
				(host) -> HttpSettings.resolve("127.0.0.1"), System::nanoTime);
	}

	/** Everything has the same time-out, on a clock that the test moves. */
	static HttpSettings timed(FakeTime time) {
		return new HttpSettings(Duration.ofSeconds(10), STALL, 8, STALL, null, HttpSettings::resolve, time);
	}

	static byte[] object(int size) {
		byte[] object = new byte[size];
		new Random(size).nextBytes(object);
		return object;
	}

	static byte[] slice(byte[] object, int first, int last) {
		return Arrays.copyOfRange(object, first, last + 1);
	}

}
