package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Application contexts of one process with one directory for a model. */
@Timeout(60)
class TwoContextsTests {

	private static final byte[] CONTENT = "weights".getBytes();

	private static final OssEmulator emulator = OssEmulator.builder().credentials("LTAIid", "s3cret").start();

	@TempDir
	private static Path folder;

	@BeforeAll
	static void put() {
		emulator.bucket("models").put("m/weights.bin", CONTENT);
	}

	@AfterAll
	static void close() {
		emulator.close();
	}

	@Test
	void theSecondOneIsToldWhatToDo() {
		try (ConfigurableApplicationContext first = start()) {
			assertThatException().isThrownBy(TwoContextsTests::start)
				.withCauseInstanceOf(OssModelDirectoryException.class)
				.withStackTraceContaining("another application context");
			assertThat(first.isRunning()).isTrue();
		}
	}

	@Test
	void theSecondOneMayHaveTheDirectoryWhileTheFirstIsStopped() {
		try (ConfigurableApplicationContext first = start()) {
			first.stop();
			start().close();
			first.start();
			assertThat(weights()).hasBinaryContent(CONTENT);
		}
		assertThat(folder.resolve("place")).doesNotExist();
	}

	/** Spring keeps the contexts of tests, and stops those that no test class uses. */
	@Test
	void contextsThatSpringKeepsForTestsTakeTurns() throws Exception {
		ApplicationContext first = run(First.class);
		ApplicationContext second = run(Second.class);
		assertThat(second).isNotSameAs(first);
		assertThat(run(First.class)).isSameAs(first);
		assertThat(run(Second.class)).isSameAs(second);
		((ConfigurableApplicationContext) first).close();
		((ConfigurableApplicationContext) second).close();
	}

	private static ApplicationContext run(Class<?> testClass) throws Exception {
		TestContextManager test = new TestContextManager(testClass);
		test.beforeTestClass();
		Object instance = testClass.getDeclaredConstructor().newInstance();
		test.prepareTestInstance(instance);
		ApplicationContext context = test.getTestContext().getApplicationContext();
		assertThat(context.getBean(OssModelConnector.class).model("m").progress().serving()).isTrue();
		assertThat(weights()).hasBinaryContent(CONTENT);
		test.afterTestClass();
		return context;
	}

	private static Path weights() {
		return folder.resolve("place").resolve("weights.bin");
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(TestApplication.class).run("--server.port=0", "--spring.jmx.enabled=false",
				"--spring.main.banner-mode=off", "--ossmc.endpoint=" + emulator.endpoint(),
				"--ossmc.region=" + emulator.region(), "--ossmc.credentials.access-key-id=LTAIid",
				"--ossmc.credentials.access-key-secret=s3cret", "--ossmc.cache.root=" + folder.resolve("root"),
				"--ossmc.cache.max-size=16MB", "--ossmc.prepare.m.uri=oss://models/m/",
				"--ossmc.prepare.m.directory=" + folder.resolve("place"), "--ossmc.prepare.m.fail-fast=true");
	}

	@SpringBootTest(classes = TestApplication.class,
			properties = { "spring.jmx.enabled=false", "ossmc.credentials.access-key-id=LTAIid",
					"ossmc.credentials.access-key-secret=s3cret", "ossmc.cache.max-size=16MB",
					"ossmc.prepare.m.uri=oss://models/m/", "ossmc.prepare.m.fail-fast=true" })
	static class First {

		/** With values that have a type already. */
		@DynamicPropertySource
		static void place(DynamicPropertyRegistry registry) {
			registry.add("ossmc.endpoint", emulator::endpoint);
			registry.add("ossmc.region", emulator::region);
			registry.add("ossmc.cache.root", () -> folder.resolve("root"));
			registry.add("ossmc.cache.max-size", () -> DataSize.ofMegabytes(16));
			registry.add("ossmc.shutdown-timeout", () -> Duration.ofSeconds(5));
			registry.add("ossmc.prepare.m.directory", () -> folder.resolve("place"));
		}

	}

	@TestPropertySource(properties = "another.context=true")
	static class Second extends First {

	}

}
