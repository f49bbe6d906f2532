package io.ossmc.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application whose class path really lacks what is optional: a filtering class
 * loader cannot hide annotations of classes that are loaded already.
 */
class MissingJarsTests {

	private static final String ALL = "spring-boot-actuator|spring-boot-health|spring-boot-micrometer|micrometer-core"
			+ "|micrometer-jakarta|ossmc-emulator|aliyun-oss-spring-boot-starter|aliyun-context|jackson-annotations"
			+ "|jackson-databind|spring-boot-jackson|spring-boot-web-server|spring-boot-tomcat|spring-boot-webmvc"
			+ "|spring-web|spring-boot-servlet|spring-boot-http-converter|spring-cloud-context";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-health", "spring-cloud-context",
			"spring-boot-micrometer|micrometer-core|micrometer-jakarta", "ossmc-emulator",
			"aliyun-oss-spring-boot-starter|aliyun-context", ALL })
	void startsWithout(String jars) throws Exception {
		System.setProperty("ossmc.cache.root", this.folder.resolve("root").toString());
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(jars), ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			Object beans = ((Supplier<?>) loader.loadClass(Application.class.getName())
				.getDeclaredConstructor()
				.newInstance()).get();
			assertThat((Iterable<?>) beans).map(Object::toString).contains("ossModelConnector", "ossmcLifecycle");
		}
		finally {
			thread.setContextClassLoader(before);
			System.clearProperty("ossmc.cache.root");
		}
	}

	private static URL[] classPathWithout(String jars) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.matches(".*/(" + jars + ")[^/]*(/target/classes|\\.jar)?$")
					&& !entry.matches(".*/(" + jars + ")/target/classes/?$"))
			.map((entry) -> {
				try {
					return new File(entry).toURI().toURL();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			})
			.toArray(URL[]::new);
	}

	/** Run in the other class loader. */
	public static class Application implements Supplier<List<String>> {

		@Override
		public List<String> get() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(TestApplication.class).run(
					"--spring.main.web-application-type=none", "--spring.main.banner-mode=off",
					"--management.endpoints.web.exposure.include=*", "--ossmc.cache.max-size=16MB")) {
				return List.of(context.getBeanDefinitionNames());
			}
		}

	}

}
