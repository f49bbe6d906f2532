package io.ossmc.transfer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.ossmc.OssUri;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a URL is signed again. */
class SignedUrlTests {

	private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

	private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

	private final List<URI> signed = new ArrayList<>();

	private final SignedUrl url = new SignedUrl(new SignerOnly((_) -> {
		URI fresh = URI.create("http://oss/b/k?Signature=" + this.signed.size());
		this.signed.add(fresh);
		return fresh;
	}), OssUri.parse("oss://models/object"), () -> this.now, () -> this.wall);

	@Test
	void isSignedOnceForManyRequests() {
		for (int i = 0; i < 19; i++) {
			this.url.get();
			pass(Duration.ofMinutes(1));
		}
		assertThat(this.signed).hasSize(1);
	}

	@Test
	void isSignedAgainBeforeItExpires() {
		this.url.get();
		pass(Duration.ofMinutes(21));
		this.url.get();
		assertThat(this.signed).hasSize(2);
	}

	@Test
	void isSignedAgainWhenTheWallClockWasSet() {
		for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(365_000))) {
			int before = this.signed.size();
			this.url.get();
			this.wall = this.wall.plus(step);
			URI fresh = this.url.get();
			assertThat(this.url.get()).isEqualTo(fresh);
			assertThat(this.signed.size() - before).as("by %s", step).isLessThanOrEqualTo(2);
			assertThat(this.signed).last().isEqualTo(fresh);
			assertThat(this.signed.size()).isGreaterThan(before);
		}
		assertThat(this.signed).hasSize(4);
	}

	@Test
	void smallCorrectionsOfTheClockChangeNothing() {
		this.url.get();
		for (int i = 0; i < 10; i++) {
			pass(Duration.ofMinutes(1));
			this.wall = this.wall.plusMillis(500);
			this.url.get();
		}
		assertThat(this.signed).hasSize(1);
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
		this.wall = this.wall.plus(time);
	}

}
