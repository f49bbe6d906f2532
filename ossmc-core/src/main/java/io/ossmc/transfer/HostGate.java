package io.ossmc.transfer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

/**
 * Whether one host may be asked now. Two things close it: the host asked for a pause
 * (throttling, which is not a failure of the host), and a circuit breaker that saw most
 * requests of late fail. Thread-safe.
 */
final class HostGate {

	private static final Duration REST = Duration.ofSeconds(1);

	private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
		.slidingWindowSize(32)
		.minimumNumberOfCalls(16)
		.failureRateThreshold(80)
		.waitDurationInOpenState(REST)
		.permittedNumberOfCallsInHalfOpenState(4)
		.automaticTransitionFromOpenToHalfOpenEnabled(false)
		.build();

	private final CircuitBreaker breaker;

	private final LongSupplier nanoTime;

	private volatile long pausedUntil;

	HostGate(String host, LongSupplier nanoTime) {
		this.breaker = CircuitBreaker.of(host, BREAKER);
		this.nanoTime = nanoTime;
		this.pausedUntil = nanoTime.getAsLong();
	}

	/**
	 * Asks for leave to send one request; whoever gets it reports back exactly once.
	 * @return nanoseconds to wait before asking again; 0 or less for leave
	 */
	long acquire() {
		long pause = this.pausedUntil - this.nanoTime.getAsLong();
		if (pause > 0) {
			return pause;
		}
		return this.breaker.tryAcquirePermission() ? 0 : REST.toNanos();
	}

	void succeeded(long nanos) {
		this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
	}

	void failed(long nanos, Throwable error) {
		this.breaker.onError(nanos, TimeUnit.NANOSECONDS, error);
	}

	/** Neither good nor bad: cancelled, refused, changed. */
	void released() {
		this.breaker.releasePermission();
	}

	/** The host asked to slow down. */
	void throttled(Duration delay) {
		this.breaker.releasePermission();
		long until = this.nanoTime.getAsLong() + delay.toNanos();
		if (until - this.pausedUntil > 0) {
			this.pausedUntil = until;
		}
	}

}
