package io.ossmc.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/** The auto-configured connector fetches from a real OSS server. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectorInContextTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("LTAIid", "s3cret").start();

	private final List<String> events = new CopyOnWriteArrayList<>();

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.emulator.bucket("models").put("minilm/config.json", "{}".getBytes());
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OssmcAutoConfiguration.class))
			.withPropertyValues("ossmc.cache.root=" + this.folder.resolve("root"), "ossmc.cache.max-size=16MB",
					"ossmc.prepare.minilm.uri=oss://models/minilm");
	}

	@AfterEach
	void close() {
		this.emulator.close();
	}

	@Test
	void fetchesFromTheConfiguredEndpoint(CapturedOutput output) {
		configured().run(this::hasTheModel);
		assertThat(output).contains("Models come from " + this.emulator.endpoint()
				+ " (endpoint from ossmc.endpoint, credentials from ossmc.credentials.access-key-id)");
	}

	@Test
	void asksInTheConfiguredAddressStyle() {
		configured()
			.withPropertyValues("ossmc.endpoint=http://localhost:" + this.emulator.endpoint().getPort(),
					"ossmc.address-style=virtual")
			.run(this::hasTheModel);
		assertThat(this.emulator.requests()).isNotEmpty()
			.allMatch((handled) -> handled.request().header("host").orElse("").startsWith("models.localhost:"));
	}

	@Test
	void asksABucketOfItsOwnInItsOwnAddressStyle() {
		configured()
			.withPropertyValues("ossmc.address-style=virtual",
					"ossmc.buckets.models.endpoint=http://localhost:" + this.emulator.endpoint().getPort(),
					"ossmc.buckets.models.region=" + this.emulator.region(), "ossmc.buckets.models.address-style=path")
			.run(this::hasTheModel);
		assertThat(this.emulator.requests()).isNotEmpty()
			.allMatch((handled) -> handled.request().header("host").orElse("").startsWith("localhost:"));
	}

	@Test
	void fetchesThroughTheConfiguredProxy() throws IOException {
		try (ServerSocket proxy = new ServerSocket(0)) {
			configured().withPropertyValues("ossmc.fetch.proxy= http://127.0.0.1:" + proxy.getLocalPort())
				.run((context) -> {
					CompletableFuture<OssModel> ready = CompletableFuture
						.supplyAsync(() -> context.getBean(OssModelConnector.class).model("minilm"))
						.thenApplyAsync((model) -> {
							model.await();
							return model;
						});
					try (Socket socket = proxy.accept()) {
						assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine())
							.startsWith("GET " + this.emulator.endpoint() + "/models/?");
					}
					ready.cancel(true);
				});
		}
	}

	@Test
	void fetchesThroughTheSingleOssBeanWhereNothingElseIsSaid(CapturedOutput output) {
		this.runner.withBean(OSS.class, this::client, (bean) -> bean.setDestroyMethodName("shutdown"))
			.run(this::hasTheModel);
		assertThat(output).contains("Models come through the application's OSS bean.");
	}

	@Test
	void fetchesThroughTheBeanOfSpringCloudAlibaba(CapturedOutput output) {
		this.runner
			.withPropertyValues("alibaba.cloud.oss.endpoint=" + this.emulator.endpoint(),
					"alibaba.cloud.access-key=LTAIid", "alibaba.cloud.secret-key=s3cret")
			.run(this::hasTheModel);
		assertThat(output).contains("Models come through the application's OSS bean.");
	}

	@Test
	void prefersItsOwnKeysToAnOssBean() {
		configured()
			.withBean(OSS.class, () -> new OSSClientBuilder().build("http://127.0.0.1:1", "other", "other"),
					(bean) -> bean.setDestroyMethodName("shutdown"))
			.run(this::hasTheModel);
	}

	@Test
	void fetchesWithEnvironmentVariables(CapturedOutput output) {
		this.runner
			.withPropertyValues("OSS_ENDPOINT=" + this.emulator.endpoint(), "OSS_REGION=" + this.emulator.region(),
					"OSS_ACCESS_KEY_ID=LTAIid", "OSS_ACCESS_KEY_SECRET=s3cret")
			.run(this::hasTheModel);
		assertThat(output).contains("endpoint from OSS_ENDPOINT, credentials from OSS_ACCESS_KEY_ID");
	}

	@Test
	void fetchesWithCredentialsFromAFile() throws Exception {
		Path file = Files.writeString(this.folder.resolve("credentials.json"),
				"{\"AccessKeyId\": \"LTAIid\", \"AccessKeySecret\": \"s3cret\"}");
		this.runner
			.withPropertyValues("ossmc.endpoint=" + this.emulator.endpoint(), "ossmc.region=" + this.emulator.region(),
					"ossmc.credentials.file=" + file)
			.run(this::hasTheModel);
	}

	@Test
	void fetchesFromABucketWithSettingsOfItsOwn() {
		this.runner
			.withPropertyValues("ossmc.buckets.models.endpoint=" + this.emulator.endpoint(),
					"ossmc.buckets.models.region=" + this.emulator.region(),
					"ossmc.buckets.models.credentials.access-key-id=LTAIid",
					"ossmc.buckets.models.credentials.access-key-secret=s3cret")
			.run(this::hasTheModel);
	}

	@Test
	void fetchesFromWhereABeanOfConnectionDetailsSays() {
		OssmcConnectionDetails details = new OssmcConnectionDetails() {

			@Override
			public String getEndpoint() {
				return ConnectorInContextTests.this.emulator.endpoint().toString();
			}

			@Override
			public Supplier<OssModelCredentials> getCredentials() {
				return () -> new OssModelCredentials("LTAIid", "s3cret", null);
			}

		};
		this.runner
			.withPropertyValues("ossmc.endpoint=http://127.0.0.1:1", "ossmc.credentials.access-key-id=other",
					"ossmc.credentials.access-key-secret=other")
			.withBean(OssmcConnectionDetails.class, () -> details)
			.run(this::hasTheModel);
	}

	@Test
	void neitherDefinitionNorAheadOfTimeProcessingTouchesTheNetwork() {
		configured().withInitializer((context) -> {
			GenericApplicationContext aheadOfTime = (GenericApplicationContext) context;
			new ApplicationContextAotGenerator().processAheadOfTime(aheadOfTime, new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("test", "Application")), new InMemoryGeneratedFiles()));
			throw new IllegalStateException("processed");
		}).run((context) -> assertThat(context).getFailure().hasMessage("processed"));
		assertThat(this.emulator.requests()).isEmpty();
		assertThat(this.folder.resolve("root")).doesNotExist();
	}

	@Test
	void addsModelSpecsListenersAndCustomizers() {
		ModelSpec spec = ModelSpec.builder("Qwen2.5-tiny", "oss://models/minilm/").mode(ModelMode.LAZY).build();
		configured().withBean(ModelSpec.class, () -> spec)
			.withBean(OssModelListener.class, () -> new OssModelListener() {

				@Override
				public void stateChanged(String model, ModelState from, ModelState to) {
					ConnectorInContextTests.this.events.add(model + " " + to);
				}

			})
			.withBean(OssModelConnectorBuilderCustomizer.class,
					() -> (builder) -> builder.model(ModelSpec.builder("third", "oss://models/minilm/").build()))
			.run((context) -> {
				assertThat(context.getBean(OssModelConnector.class).models()).extracting(OssModel::name)
					.containsExactly("minilm", "Qwen2.5-tiny", "third");
				hasTheModel(context);
				assertThat(this.events).contains("minilm READY");
			});
	}

	@Test
	void aBeanMethodMayWaitForAModel() {
		configured().withBean(Consumer.class)
			.run((context) -> assertThat(context.getBean(Consumer.class).files).containsExactly("config.json"));
	}

	@Test
	void stopsAndStartsAgain() {
		configured().run((context) -> {
			hasTheModel(context);
			context.getSourceApplicationContext().stop();
			assertThat(context.getBean(OssmcLifecycle.class).isRunning()).isFalse();
			context.getSourceApplicationContext().start();
			hasTheModel(context);
		});
	}

	@Test
	void needsNothingWithoutModels() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OssmcAutoConfiguration.class))
			.withPropertyValues("ossmc.cache.root=" + this.folder.resolve("root"), "ossmc.cache.max-size=16MB")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(OssModelConnector.class).models()).isEmpty();
				assertThat(context.getBean(OssModelConnector.class).stats().fetch().requests()).isZero();
			});
		assertThat(this.emulator.requests()).isEmpty();
	}

	private ApplicationContextRunner configured() {
		return this.runner.withPropertyValues("ossmc.endpoint=" + this.emulator.endpoint(),
				"ossmc.region=" + this.emulator.region(), "ossmc.credentials.access-key-id=LTAIid",
				"ossmc.credentials.access-key-secret=s3cret");
	}

	private OSS client() {
		return new OSSClientBuilder().build(this.emulator.endpoint().toString(), "LTAIid", "s3cret");
	}

	private void hasTheModel(ApplicationContext context) {
		OssModel model = context.getBean(OssModelConnector.class).model("minilm");
		try (ModelLease lease = model.await(Duration.ofSeconds(20)).lease()) {
			assertThat(lease.path("config.json")).hasContent("{}");
		}
	}

	static class Consumer {

		final List<String> files;

		Consumer(OssModelConnector connector) {
			try (ModelLease lease = connector.model("minilm").lease()) {
				this.files = lease.files();
			}
		}

	}

}
