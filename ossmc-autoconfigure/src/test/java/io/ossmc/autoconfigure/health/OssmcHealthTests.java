package io.ossmc.autoconfigure.health;

import io.ossmc.ModelMode;
import io.ossmc.ModelProgress.LoadProgress;
import io.ossmc.ModelProgress.LoadState;
import io.ossmc.ModelState;
import io.ossmc.autoconfigure.FakeConnector;
import io.ossmc.autoconfigure.FakeModel;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class OssmcHealthTests {

	private final FakeConnector connector = new FakeConnector();

	private final OssmcHealthIndicator indicator = new OssmcHealthIndicator(this.connector);

	@Test
	void isUpWithoutModels() {
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isOutOfServiceUntilEachEagerModelWasReadyOnce() {
		FakeModel one = this.connector.add("one", ModelMode.EAGER);
		FakeModel two = this.connector.add("two", ModelMode.EAGER);
		this.connector.add("lazy", ModelMode.LAZY);
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		one.become(ModelState.READY);
		two.become(ModelState.FETCHING);
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		two.become(ModelState.READY);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void waitsForWhatIsBuiltFromAModel() {
		FakeModel model = this.connector.add("one", ModelMode.EAGER);
		model.state = ModelState.READY;
		model.serving = false;
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void isDownWhileAnEagerModelHasFailedAndNeverBeenReady() {
		FakeModel model = this.connector.add("one", ModelMode.EAGER);
		model.become(ModelState.FAILED);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		model.become(ModelState.FETCHING);
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void aModelWhoseLoaderFailsIsDown() {
		FakeModel model = this.connector.add("minilm", ModelMode.EAGER);
		model.become(ModelState.READY);
		model.serving = false;
		model.load = new LoadProgress(LoadState.FAILED, 1, null, null, "No such operator.");
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
		model.load = new LoadProgress(LoadState.LOADING, 0, null, null, null);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void neverFallsBackWhateverHappensLater() {
		FakeModel model = this.connector.add("one", ModelMode.EAGER);
		model.become(ModelState.READY);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		for (ModelState state : ModelState.values()) {
			model.become(state);
			assertThat(health().getStatus()).as("then " + state).isEqualTo(Status.UP);
		}
		this.connector.add("later", ModelMode.EAGER).become(ModelState.FAILED);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void readinessThatWasReachedIsNotTakenBackByAModelThatComesBeforeTheFirstProbe() {
		this.connector.add("one", ModelMode.EAGER).become(ModelState.READY);
		this.indicator.beforeReconcile();
		this.connector.add("later", ModelMode.EAGER).become(ModelState.FETCHING);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void readinessThatWasNotReachedWaitsForAModelThatTakesThePlaceOfAnother() {
		this.connector.add("minlm", ModelMode.EAGER).become(ModelState.FAILED);
		this.indicator.beforeReconcile();
		this.connector.remove("minlm");
		FakeModel corrected = this.connector.add("minilm", ModelMode.EAGER);
		corrected.become(ModelState.FETCHING);
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		corrected.become(ModelState.READY);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsOnlyKeys("minilm");
	}

	@Test
	void aFailedLazyModelChangesNothing() {
		this.connector.add("lazy", ModelMode.LAZY).become(ModelState.FAILED);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void showsStateProgressAndErrorOfEachModel() {
		this.connector.add("one", ModelMode.EAGER).become(ModelState.FETCHING);
		this.connector.add("two", ModelMode.EAGER).become(ModelState.FAILED);
		this.connector.add("three", ModelMode.LAZY).become(ModelState.READY);
		assertThat(health().getDetails().toString())
			.isEqualTo("{one={state=FETCHING, percent=25}, two={state=FAILED, percent=25, "
					+ "error=It went wrong. Do something.}, three={state=READY, percent=100}}");
		assertThat(health().getDetails()).contains(entry("three", java.util.Map.of("state", "READY", "percent", 100L)));
	}

	private Health health() {
		Health health = this.indicator.health();
		assertThat(health).isNotNull();
		return health;
	}

}
