package io.ossmc.sign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What time it is for signatures: this machine's clock, corrected by OSS's own where that
 * refuses what was signed because the two are apart. Thread-safe.
 */
public final class SigningClock implements InstantSource {

	/** OSS itself allows 15 minutes; less is no reason to refuse anything. */
	private static final Duration NOTABLE = Duration.ofMinutes(5);

	private final InstantSource clock;

	private volatile Duration offset = Duration.ZERO;

	public SigningClock(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public Instant instant() {
		return this.clock.instant().plus(this.offset);
	}

	/**
	 * Learns from a refusal.
	 * @param signedAt by this clock
	 * @param there what time it was where it was refused; empty if that was not said
	 * @return whether the two were apart, so that signing again may help
	 */
	public boolean corrected(Instant signedAt, Optional<Instant> there) {
		if (there.isEmpty() || Duration.between(signedAt, there.get()).abs().compareTo(NOTABLE) < 0) {
			return false;
		}
		this.offset = Duration.between(this.clock.instant(), there.get());
		return true;
	}

}
