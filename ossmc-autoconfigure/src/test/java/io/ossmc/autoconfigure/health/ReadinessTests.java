package io.ossmc.autoconfigure.health;

import io.ossmc.ModelMode;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.FakeConnector;
import io.ossmc.autoconfigure.FakeModel;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.WebClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What Kubernetes sees. */
class ReadinessTests {

	private final FakeConnector connector = new FakeConnector();

	private FakeModel model;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void setUp() {
		this.model = this.connector.add("minilm", ModelMode.EAGER);
		this.model.become(ModelState.FETCHING);
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void refusesTrafficUntilReadyAndNeverAgain() {
		WebClient web = start();
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(503);
		assertThat(web.status("/actuator/health/liveness")).isEqualTo(200);
		this.model.become(ModelState.FAILED);
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(503);
		this.model.become(ModelState.READY);
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
		this.model.become(ModelState.FAILED);
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
		assertThat(web.status("/actuator/health")).isEqualTo(200);
	}

	@Test
	void alsoAtTheAdditionalPath() {
		WebClient web = start("management.endpoint.health.probes.add-additional-paths=true");
		assertThat(web.status("/readyz")).isEqualTo(503);
		assertThat(web.status("/livez")).isEqualTo(200);
		this.model.become(ModelState.READY);
		assertThat(web.status("/readyz")).isEqualTo(200);
	}

	@Test
	void isAsDiscreetAsTheOtherProbesWhateverTheHealthEndpointShows() {
		WebClient web = start("management.endpoint.health.show-details=always");
		assertThat(web.get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
		assertThat(web.get("/actuator/health").body()).contains("\"minilm\":{\"state\":\"FETCHING\",\"percent\":25}");
	}

	@Test
	void showsNoDetailsByDefault() {
		assertThat(start().get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
	}

	@Test
	void leavesAGroupOfTheUserAlone() {
		WebClient web = start("management.endpoint.health.group.readiness.include=readinessState",
				"management.endpoint.health.group.custom.include=ping",
				"management.endpoint.health.group.custom.additional-path=server:/custom");
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
		assertThat(web.status("/custom")).isEqualTo(200);
	}

	@Test
	void keepsOtherGroupsAndTheirPaths() {
		WebClient web = start("management.endpoint.health.group.custom.include=ping",
				"management.endpoint.health.group.custom.additional-path=server:/custom");
		assertThat(web.status("/custom")).isEqualTo(200);
		assertThat(web.status("/actuator/health/custom")).isEqualTo(200);
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(503);
	}

	@Test
	void canBeSwitchedOff() {
		WebClient web = start("ossmc.readiness.enabled=false");
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
		assertThat(web.status("/actuator/health")).isEqualTo(503);
	}

	@Test
	void doesNotMakeProbesWhereThereAreNone() {
		WebClient web = start("management.endpoint.health.probes.enabled=false");
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(404);
	}

	@Test
	void waitsForNothingWithoutTheHealthIndicator() {
		WebClient web = start("management.health.ossmc.enabled=false");
		assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
	}

	private WebClient start(String... properties) {
		this.context = TestApplication
			.start((context) -> context.registerBean(OssModelConnector.class, () -> this.connector), properties);
		return WebClient.of(this.context);
	}

}
