package io.ossmc.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of the application's own OSS client when the application ends. */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("LTAIid", "s3cret").start();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch closing = new CountDownLatch(1);

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.emulator.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void aRequestInFlightFinishesWithTheClientThatItUses(String enabled, CapturedOutput output) throws Exception {
		this.emulator.bucket("models").put("motd", "hello".getBytes());
		ConfigurableApplicationContext application = TestApplication.start((context) -> {
			context.registerBean(OSS.class, this::client,
					(definition) -> definition.setDestroyMethodName("(inferred)"));
			routes(context);
		}, settings("ossmc.enabled=" + enabled));
		OSS client = application.getBean(OSS.class);
		stopsWhileARequestIsInFlight(application);
		assertThat(output).doesNotContain("OSSClients will be shutdown");
		assertClosed(client);
	}

	@Test
	void theClientOfSpringCloudAlibabaServesUntilTheLastRequest(CapturedOutput output) throws Exception {
		this.emulator.bucket("models").put("motd", "hello".getBytes());
		ConfigurableApplicationContext application = TestApplication.start(this::routes,
				settings("alibaba.cloud.oss.endpoint=" + this.emulator.endpoint(), "alibaba.cloud.access-key=LTAIid",
						"alibaba.cloud.secret-key=s3cret"));
		OSS client = application.getBean(OSS.class);
		stopsWhileARequestIsInFlight(application);
		assertThat(output).doesNotContain("OSSClients will be shutdown");
		assertClosed(client);
	}

	private void stopsWhileARequestIsInFlight(ConfigurableApplicationContext application) throws Exception {
		WebClient web = WebClient.of(application);
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
			var response = web.get("/motd");
			return response.statusCode() + " " + response.body();
		});
		this.entered.await();
		application.close();
		assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("200 hello");
	}

	private static void assertClosed(OSS client) {
		assertThatExceptionOfType(ClientException.class).isThrownBy(() -> client.doesObjectExist("models", "motd"))
			.withMessageContaining("shut down");
	}

	private void routes(GenericApplicationContext context) {
		context.registerBean("routes", RouterFunction.class,
				() -> RouterFunctions.route().GET("/motd", (request) -> answer(context, request)).build());
		context.registerBean(ClosingTold.class, () -> new ClosingTold(this.closing));
	}

	private ServerResponse answer(GenericApplicationContext context, ServerRequest request) throws Exception {
		OSS client = context.getBean(OSS.class);
		this.entered.countDown();
		this.closing.await();
		return ServerResponse.ok().body(read(client));
	}

	private static String read(OSS client) throws IOException {
		try (var object = client.getObject("models", "motd")) {
			return new String(object.getObjectContent().readAllBytes());
		}
	}

	private OSS client() {
		return new OSSClientBuilder().build(this.emulator.endpoint().toString(), "LTAIid", "s3cret");
	}

	private String[] settings(String... more) {
		List<String> all = new ArrayList<>(
				List.of("ossmc.cache.root=" + this.folder.resolve("root"), "ossmc.cache.max-size=16MB"));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	/** Stopped after all listeners have heard of the end, and before the web server. */
	static final class ClosingTold implements SmartLifecycle {

		private final CountDownLatch told;

		private volatile boolean running;

		ClosingTold(CountDownLatch told) {
			this.told = told;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.told.countDown();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
