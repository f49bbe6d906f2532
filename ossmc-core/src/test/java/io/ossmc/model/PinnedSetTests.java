package io.ossmc.model;

import java.time.Duration;
import java.util.List;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssUri;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.plan.PlannedFile;
import io.ossmc.plan.VersionPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who waits for whose listing: an interrupted thread shows it, as only those that wait
 * are told so.
 */
@Timeout(30)
class PinnedSetTests {

	private PinnedSet set = new PinnedSet(10, Duration.ofHours(1));

	private static VersionPlan plan(String model, long bytes) {
		OssUri uri = OssUri.parse("oss://models/" + model + "/");
		return new VersionPlan(uri,
				List.of(new PlannedFile("file", new ObjectVersion(uri.withKey(model + "/file"), model, bytes), null)),
				model, List.of());
	}

	private void admit(String model, long bytes) throws InterruptedException {
		this.set.admit(model, plan(model, bytes), (size) -> size);
	}

	/** Whether it would have waited; if so, it is not admitted. */
	private boolean waits(String model, long bytes) {
		Thread.currentThread().interrupt();
		try {
			admit(model, bytes);
			return false;
		}
		catch (InterruptedException _) {
			return true;
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void whoFitsWaitsForThoseThatCameBeforeAndForNobodyElse() {
		List.of("first", "silent", "last").forEach(this.set::expect);
		assertThat(waits("first", 4)).isFalse();
		assertThat(waits("last", 4)).isTrue();
	}

	@Test
	void whoDoesNotFitWaitsForAllSoThatTheTableIsWhole() {
		List.of("first", "second", "silent").forEach(this.set::expect);
		assertThat(waits("first", 6)).isFalse();
		assertThat(waits("second", 6)).isTrue();
		this.set.failed("silent");
		assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(() -> admit("second", 6))
			.withMessageContaining("silent");
	}

	@Test
	void oneThatWasTriedInVainHoldsNobodyUpWhenItIsTriedAgain() {
		List.of("bad", "good").forEach(this.set::expect);
		assertThat(waits("good", 4)).isTrue();
		this.set.failed("bad");
		this.set.expect("bad");
		assertThat(waits("good", 4)).isFalse();
	}

	@Test
	void whoIsInIsNotHeldUpByAnotherPlan() throws InterruptedException {
		this.set.expect("model");
		admit("model", 4);
		this.set.remove("other");
		this.set.expect("other");
		assertThat(waits("model", 5)).isFalse();
	}

	@Test
	void nobodyWaitsForEver() throws InterruptedException {
		this.set = new PinnedSet(10, Duration.ofMillis(1));
		List.of("silent", "good").forEach(this.set::expect);
		admit("good", 4);
		assertThat(waits("good", 4)).isFalse();
	}

}
