package io.ossmc.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ossmc.ConnectorStats;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress.LoadProgress;
import io.ossmc.ModelProgress.LoadState;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelTransferException;
import io.ossmc.autoconfigure.FakeConnector;
import io.ossmc.autoconfigure.FakeModel;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.spi.OssModelListener.RequestOutcome;
import io.ossmc.spi.OssModelListener.RetryReason;
import io.ossmc.spi.OssModelListener.WaitedFor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OssmcMetersTests {

	private final FakeConnector connector = new FakeConnector();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final EventMeters events = new EventMeters();

	private final ModelMeters models = new ModelMeters(() -> this.connector);

	@Test
	void readsTheConnectorsFigures() {
		new ConnectorMeters(() -> this.connector).bindTo(this.registry);
		assertThat(this.registry.get("ossmc.fetch.bytes").functionCounter().count()).isEqualTo(12345);
		assertThat(gauge("ossmc.fetch.connections")).isEqualTo(5);
		assertThat(gauge("ossmc.cache.used")).isEqualTo(300);
		assertThat(gauge("ossmc.cache.limit")).isEqualTo(1000);
		assertThat(gauge("ossmc.cache.lingering")).isEqualTo(20);
		ConnectorStats stats = this.connector.stats();
		assertThat(gauge("ossmc.cache.retained")).isEqualTo(stats.cache().retainedBytes());
		assertThat(gauge("ossmc.cache.leased")).isEqualTo(stats.cache().leased());
		assertThat(gauge("ossmc.fetch.paused")).isEqualTo(stats.fetch().paused());
		assertThat(counter("ossmc.cache.gets", "result", "hit")).isEqualTo(stats.cache().hits());
		assertThat(counter("ossmc.cache.gets", "result", "miss")).isEqualTo(stats.cache().misses());
		assertThat(this.registry.get("ossmc.fetch.crc.mismatches").functionCounter().count())
			.isEqualTo(stats.fetch().crcMismatches());
		assertThat(this.registry.get("ossmc.cache.used").meter().getId().getBaseUnit()).isEqualTo("bytes");
	}

	@Test
	void countsRequestsRetriesAndEvictionsAlsoBeforeARegistryIsThere() {
		this.events.requestCompleted(RequestOutcome.SUCCESS, 10);
		this.events.retried(RetryReason.STALL);
		this.events.bindTo(this.registry);
		this.events.requestCompleted(RequestOutcome.SUCCESS, 10);
		this.events.requestCompleted(RequestOutcome.THROTTLED, 0);
		this.events.evicted("minilm", EvictionCause.EXPLICIT, 5);
		assertThat(counter("ossmc.fetch.requests", "outcome", "success")).isEqualTo(2);
		assertThat(counter("ossmc.fetch.requests", "outcome", "throttled")).isEqualTo(1);
		assertThat(counter("ossmc.fetch.retries", "reason", "stall")).isEqualTo(1);
		assertThat(counter("ossmc.cache.evictions", "cause", "explicit")).isEqualTo(1);
	}

	@Test
	void timesAttemptsAlsoBeforeARegistryIsThere() {
		this.events.prepared("minilm", 5, Duration.ofSeconds(2), null);
		this.events.bindTo(this.registry);
		this.events.prepared("minilm", 5, Duration.ofSeconds(4), null);
		this.events.prepared("bge", 0, Duration.ofSeconds(1), new OssModelTransferException("It broke.", "Mend it."));
		assertThat(this.registry.get("ossmc.model.prepare").tags("model", "minilm", "outcome", "success").timer())
			.satisfies((timer) -> {
				assertThat(timer.count()).isEqualTo(2);
				assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(6);
			});
		assertThat(this.registry.get("ossmc.model.prepare").tags("model", "bge", "outcome", "failure").timer().count())
			.isOne();
	}

	@Test
	void countsRefreshesAndThoseThatFailed() {
		this.events.refreshed("minilm", "v1", "v2");
		this.events.bindTo(this.registry);
		this.events.refreshFailed("minilm", "v2", new OssModelTransferException("It broke.", "Mend it."));
		this.events.refreshFailed("minilm", "v2", new OssModelTransferException("It broke.", "Mend it."));
		assertThat(this.registry.get("ossmc.model.refresh").tags("model", "minilm", "outcome", "success").counter())
			.satisfies((counter) -> assertThat(counter.count()).isEqualTo(1));
		assertThat(this.registry.get("ossmc.model.refresh").tags("model", "minilm", "outcome", "failure").counter())
			.satisfies((counter) -> assertThat(counter.count()).isEqualTo(2));
	}

	@Test
	void showsTheStateAndSizeOfEachModelAlsoOfOneThatComesLater() {
		FakeModel model = this.connector.add("minilm", ModelMode.EAGER);
		this.models.bindTo(this.registry);
		model.become(ModelState.FETCHING);
		assertThat(state("minilm", "fetching")).isEqualTo(1);
		assertThat(state("minilm", "ready")).isZero();
		model.become(ModelState.READY);
		assertThat(state("minilm", "fetching")).isZero();
		assertThat(state("minilm", "ready")).isEqualTo(1);
		assertThat(this.registry.get("ossmc.model.bytes").tag("model", "minilm").gauge().value()).isEqualTo(200);

		this.connector.add("bge", ModelMode.LAZY).become(ModelState.QUEUED);
		this.models.stateChanged("bge", ModelState.ABSENT, ModelState.QUEUED);
		assertThat(state("bge", "queued")).isEqualTo(1);
	}

	@Test
	void aModelThatIsNotLoadedIsNotReady() {
		FakeModel model = this.connector.add("minilm", ModelMode.EAGER);
		this.models.bindTo(this.registry);
		model.become(ModelState.READY);
		for (LoadState load : LoadState.values()) {
			model.load = new LoadProgress(load, 0, null, null, null);
			assertThat(state("minilm", "ready")).as(load.name())
				.isEqualTo((load == LoadState.LOADED || load == LoadState.ABSENT) ? 1 : 0);
			assertThat(state("minilm", "loading")).isEqualTo((load == LoadState.LOADING) ? 1 : 0);
			assertThat(state("minilm", "load_failed")).isEqualTo((load == LoadState.FAILED) ? 1 : 0);
		}
		assertThat(this.registry.get("ossmc.model.size").tag("model", "minilm").gauge().value()).isEqualTo(200);
		assertThat(this.registry.get("ossmc.model.leases").tag("model", "minilm").gauge().value()).isEqualTo(2);
	}

	@Test
	void timesLoadersAndThoseWhoWait() {
		this.events.loaded("minilm", Duration.ofSeconds(2), null);
		this.events.bindTo(this.registry);
		this.events.loaded("minilm", Duration.ofSeconds(1), new OssModelTransferException("It broke.", "Mend it."));
		this.events.waited("minilm", WaitedFor.ADMISSION, Duration.ofSeconds(3));
		assertThat(this.registry.get("ossmc.model.load").tags("model", "minilm", "outcome", "success").timer())
			.satisfies((timer) -> assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2));
		assertThat(this.registry.get("ossmc.model.load").tags("model", "minilm", "outcome", "failure").timer().count())
			.isOne();
		assertThat(this.registry.get("ossmc.model.wait").tags("model", "minilm", "for", "admission").timer())
			.satisfies((timer) -> assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(3));
	}

	@Test
	void theMetersOfAModelThatIsGoneGoWithIt() {
		FakeModel model = this.connector.add("minilm", ModelMode.EAGER);
		this.models.bindTo(this.registry);
		this.events.bindTo(this.registry);
		this.events.prepared("minilm", 5, Duration.ofSeconds(2), null);
		this.connector.reconcile(List.of(model.spec(), spec("bge")));
		this.models.afterReconcile();
		assertThat(state("bge", "absent")).isEqualTo(1);
		assertThat(state("minilm", "absent")).isEqualTo(1);

		this.connector.reconcile(List.of(spec("bge")));
		this.models.afterReconcile();
		assertThat(this.registry.find("ossmc.model.state").tag("model", "minilm").meters()).isEmpty();
		assertThat(this.registry.find("ossmc.model.bytes").tag("model", "minilm").meters()).isEmpty();
		assertThat(this.registry.find("ossmc.model.prepare").tag("model", "minilm").meters()).isEmpty();
		assertThat(state("bge", "absent")).isEqualTo(1);

		this.connector.reconcile(List.of(model.spec()));
		this.models.afterReconcile();
		assertThat(state("minilm", "absent")).isEqualTo(1);
	}

	@Test
	void alsoOfOneThatCodeRemovedAsSoonAsTheyAreRead() {
		this.connector.add("minilm", ModelMode.LAZY);
		this.models.bindTo(this.registry);
		this.connector.remove("minilm");
		assertThat(state("minilm", "absent")).isNaN();
		assertThat(this.registry.find("ossmc.model.state").meters()).isEmpty();
	}

	@Test
	void eachCauseOfAnEvictionIsCounted() {
		this.events.bindTo(this.registry);
		for (EvictionCause cause : EvictionCause.values()) {
			String tag = cause.name().toLowerCase(Locale.ROOT);
			assertThat(counter("ossmc.cache.evictions", "cause", tag)).as(tag).isZero();
			this.events.evicted("minilm", cause, 5);
			assertThat(counter("ossmc.cache.evictions", "cause", tag)).as(tag).isOne();
		}
		assertThat(EvictionCause.values()).extracting(EvictionCause::name).contains("EXPIRED", "CAPACITY", "REPLACED");
	}

	private static ModelSpec spec(String name) {
		return ModelSpec.builder(name, "oss://bucket/" + name + "/").mode(ModelMode.LAZY).build();
	}

	@Test
	void hasNoTagsWithKeysOrUrls() {
		this.connector.add("minilm", ModelMode.EAGER);
		this.models.bindTo(this.registry);
		this.events.bindTo(this.registry);
		this.events.evicted("oss://bucket/secret/key", EvictionCause.CAPACITY, 5);
		new ConnectorMeters(() -> this.connector).bindTo(this.registry);
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.flatExtracting(Meter.Id::getTags)
			.extracting(Tag::getKey)
			.containsOnly("model", "state", "outcome", "reason", "cause", "result");
		assertThat(this.registry.getMeters().toString()).doesNotContain("oss://");
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	private double counter(String name, String tag, String value) {
		return this.registry.get(name).tag(tag, value).functionCounter().count();
	}

	private double state(String model, String state) {
		return this.registry.get("ossmc.model.state").tags("model", model, "state", state).gauge().value();
	}

}
