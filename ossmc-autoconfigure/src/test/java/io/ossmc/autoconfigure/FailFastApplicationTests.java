package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.ossmc.LoadedModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.OssModelLoadException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ExitCodeEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * {@code fail-fast} in whole applications. All but the last share this process, which
 * goes on.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailFastApplicationTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("LTAIid", "s3cret").start();

	@TempDir
	private Path folder;

	@BeforeEach
	void setUp() {
		this.emulator.bucket("models").put("minilm/config.json", "{}".getBytes());
	}

	@AfterEach
	void close() {
		this.emulator.close();
	}

	@Test
	void theStartOfTheApplicationFailsAndSaysWhy(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("eager", "missing"))
			.withCauseInstanceOf(OssModelNotFoundException.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "oss://models/missing/");
	}

	@Test
	void aLoaderThatFailsIsAFailureOfItsModel(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start((context) -> context.registerBean(LoadedModel.class,
					() -> broken(context.getBean(OssModelConnector.class))), "eager", "minilm"))
			.withCauseInstanceOf(OssModelLoadException.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "\"m\" has fail-fast=true",
				"IllegalArgumentException: no such operator");
	}

	@Test
	void alsoOneWhoseModelIsNoBean() {
		assertThatException()
			.isThrownBy(
					() -> start(
							(context) -> context.registerBean(Holder.class,
									() -> new Holder(broken(context.getBean(OssModelConnector.class)))),
							"eager", "minilm"))
			.withCauseInstanceOf(OssModelLoadException.class);
	}

	@Test
	void waitsForALoaderThatIsSlow() {
		try (ConfigurableApplicationContext context = start((beans) -> beans.registerBean(LoadedModel.class,
				() -> beans.getBean(OssModelConnector.class).model("m").load((_) -> {
					beans.getBean(OssModelConnector.class).model("m").whenReady().join();
					return "built";
				})), "eager", "minilm")) {
			assertThat(context.getBean(LoadedModel.class).isLoaded()).isTrue();
		}
	}

	@Test
	void aLazyModelThatFailsLaterClosesTheContextAndNoMore(CapturedOutput output) {
		List<Integer> exitCodes = new CopyOnWriteArrayList<>();
		ConfigurableApplicationContext context = start("lazy", "missing");
		context
			.addApplicationListener((ApplicationListener<ExitCodeEvent>) (event) -> exitCodes.add(event.getExitCode()));
		OssModelConnector connector = context.getBean(OssModelConnector.class);
		assertThatExceptionOfType(OssModelException.class).isThrownBy(connector.model("m")::lease);
		await().until(() -> !context.isActive());
		assertThat(exitCodes).containsExactly(1);
		assertThat(output).contains("The model \"m\" has fail-fast=true, so this application ends.",
				"oss://models/missing/");
	}

	@Test
	void theProcessOfAnApplicationThatCannotStartEndsWithItsExitCode() {
		JavaProcess process = JavaProcess.run(StandAlone.class, Map.of("SERVER_PORT", "0"),
				settings("eager", "missing"));
		assertThat(process.exitCode()).as(process.output()).isEqualTo(1);
		assertThat(process.output()).contains("APPLICATION FAILED TO START").doesNotContain("Exception in thread");
	}

	private static LoadedModel<Object> broken(OssModelConnector models) {
		return models.model("m").load((_) -> {
			throw new IllegalArgumentException("no such operator");
		});
	}

	private ConfigurableApplicationContext start(String mode, String folder) {
		return start((context) -> {
		}, mode, folder);
	}

	private ConfigurableApplicationContext start(Beans beans, String mode, String folder) {
		return TestApplication.start(beans::register,
				Stream.of(settings(mode, folder)).map((each) -> each.substring(2)).toArray(String[]::new));
	}

	private String[] settings(String mode, String folder) {
		return Stream
			.of("ossmc.endpoint=" + this.emulator.endpoint(), "ossmc.region=" + this.emulator.region(),
					"ossmc.credentials.access-key-id=LTAIid", "ossmc.credentials.access-key-secret=s3cret",
					"ossmc.cache.root=" + this.folder.resolve("root"), "ossmc.cache.max-size=16MB",
					"ossmc.prepare.m.uri=oss://models/" + folder + "/", "ossmc.prepare.m.mode=" + mode,
					"ossmc.prepare.m.fail-fast=true")
			.map((each) -> "--" + each)
			.toArray(String[]::new);
	}

	@FunctionalInterface
	private interface Beans {

		void register(GenericApplicationContext context);

	}

	record Holder(LoadedModel<?> model) {
	}

	/** As people write it. */
	static class StandAlone {

		public static void main(String[] args) {
			org.springframework.boot.SpringApplication.run(TestApplication.class, args);
		}

	}

}
