package io.ossmc.autoconfigure;

import com.aliyun.oss.OSS;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.emulator.OssmcEmulatorAutoConfiguration;
import io.ossmc.autoconfigure.endpoint.OssmcEndpoint;
import io.ossmc.autoconfigure.endpoint.OssmcEndpointAutoConfiguration;
import io.ossmc.autoconfigure.endpoint.OssmcEndpointWebExtension;
import io.ossmc.autoconfigure.health.OssmcHealthContributorAutoConfiguration;
import io.ossmc.autoconfigure.health.OssmcHealthIndicator;
import io.ossmc.autoconfigure.metrics.OssmcMetricsAutoConfiguration;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class OssmcAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OssmcAutoConfiguration.class, OssmcEmulatorAutoConfiguration.class,
				OssmcEndpointAutoConfiguration.class, OssmcHealthContributorAutoConfiguration.class,
				OssmcMetricsAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=ossmc");

	private final ApplicationContextRunner withConnector = this.runner.withBean(FakeConnector.class);

	@Test
	void enabledFalseRemovesEverything() {
		this.runner
			.withPropertyValues("ossmc.enabled=false", "ossmc.emulator.enabled=true",
					"ossmc.prepare.m.uri=oss://bkt/m/")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("ossmc"));
				assertThat(context).doesNotHaveBean(OssModelConnector.class);
			});
	}

	@Test
	void backsOffBeforeAConnectorOfTheUser() {
		this.withConnector.run((context) -> {
			assertThat(context).hasSingleBean(OssModelConnector.class).hasSingleBean(FakeConnector.class);
			assertThat(context).hasSingleBean(OssmcEndpoint.class).hasSingleBean(OssmcHealthIndicator.class);
			assertThat(context).hasSingleBean(HealthEndpointGroupsPostProcessor.class);
		});
	}

	@Test
	void startsAndStopsTheConnectorWithTheContext() {
		this.withConnector.withPropertyValues("ossmc.shutdown-timeout=3s").run((context) -> {
			FakeConnector connector = context.getBean(FakeConnector.class);
			assertThat(connector.calls).containsExactly("start");
			context.getBean(OssmcLifecycle.class).stop();
			context.getBean(OssmcLifecycle.class).start();
			assertThat(connector.calls).containsExactly("start", "stop PT3S", "start");
			context.close();
			assertThat(connector.calls).containsExactly("start", "stop PT3S", "start", "stop PT3S", "close");
		});
	}

	@Test
	void startsBeforeTheWebServerAndStopsAfterIt() {
		assertThat(OssmcLifecycle.PHASE).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	@Test
	void worksWithoutActuatorHealthMicrometerEmulatorAndSpringCloudAlibaba() {
		this.withConnector
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health",
							"io.micrometer.core", "io.ossmc.emulator", "com.alibaba.cloud", "com.fasterxml.jackson"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(OssmcLifecycle.class);
				assertThat(context).doesNotHaveBean(OssmcEndpoint.class).doesNotHaveBean(OssmcHealthIndicator.class);
				assertThat(context.getBeansOfType(OssModelListener.class)).hasSize(1);
			});
	}

	@Test
	void hasNoEndpointUnlessExposed() {
		this.withConnector.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(OssmcEndpoint.class)
				.doesNotHaveBean(OssmcEndpointWebExtension.class));
	}

	@Test
	void hasNoHealthIfSwitchedOff() {
		this.withConnector.withPropertyValues("management.health.ossmc.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(OssmcHealthIndicator.class));
	}

	@Test
	void leavesReadinessAloneIfToldTo() {
		for (String off : new String[] { "ossmc.readiness.enabled=false",
				"management.endpoint.health.probes.enabled=false" }) {
			this.withConnector.withPropertyValues(off)
				.run((context) -> assertThat(context).doesNotHaveBean(HealthEndpointGroupsPostProcessor.class)
					.hasSingleBean(OssmcHealthIndicator.class));
		}
	}

	@Test
	void refusesModelsWithoutAnEndpointNamingTheKeys() {
		this.runner.withPropertyValues("ossmc.prepare.m.uri=oss://bkt/m/")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(OssModelConfigurationException.class)
				.hasMessageContainingAll("\"m\"", "oss://bkt/m/", "no OSS endpoint", "ossmc.endpoint", "OSS_ENDPOINT"));
	}

	@Test
	void refusesModelsWithoutCredentialsNamingTheKeys() {
		this.runner.withPropertyValues("ossmc.prepare.m.uri=oss://bkt/m/", "ossmc.endpoint=oss.example.com")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(OssModelConfigurationException.class)
				.hasMessageContainingAll("no OSS credentials", "ossmc.credentials.access-key-id",
						"OSS_ACCESS_KEY_SECRET", "ossmc.credentials.file"));
	}

	@Test
	void refusesAModelWithoutUri() {
		this.runner.withPropertyValues("ossmc.prepare.m.mode=lazy")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("\"m\" has no URI", "ossmc.prepare.\"[m]\".uri"));
	}

	@Test
	void refusesANameThatIsUsedTwice() {
		this.runner.withPropertyValues("ossmc.prepare.m.uri=oss://bkt/m/")
			.withBean(io.ossmc.ModelSpec.class, () -> io.ossmc.ModelSpec.builder("m", "oss://bkt/other/").build())
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("two models named \"m\"", "Rename or remove"));
	}

	@Test
	void refusesANameThatWouldBeChangedInSilence() {
		this.runner.withPropertyValues("ossmc.prepare.Org/Model.uri=oss://bkt/m/")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("Org/Model", "\"[Org-Model]\""));
	}

	@Test
	void saysThatTheEmulatorIsNotThere() {
		this.runner.withPropertyValues("ossmc.emulator.enabled=true")
			.withClassLoader(new FilteredClassLoader("io.ossmc.emulator"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("ossmc-emulator is not on the class path", "io.ossmc:ossmc-emulator"));
	}

	@Test
	void bringsTheOssBeanOfSpringCloudAlibabaAndNothingElseOfIt() {
		this.withConnector
			.withPropertyValues("alibaba.cloud.oss.endpoint=127.0.0.1:9", "alibaba.cloud.access-key=id",
					"alibaba.cloud.secret-key=secret")
			.run((context) -> {
				assertThat(context).hasSingleBean(OSS.class);
				assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("ossTaskExecutor")
						|| name.contains("OssEndpoint") || name.contains("OssAutoConfiguration"));
			});
	}

	@Test
	void hasNoOssBeanWithoutAnEndpointForIt() {
		this.withConnector.run((context) -> assertThat(context).doesNotHaveBean(OSS.class));
	}

}
