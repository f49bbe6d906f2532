package io.ossmc.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Any application with a web server on a free port and the actuator. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TestApplication {

	public static ConfigurableApplicationContext start(ApplicationContextInitializer<GenericApplicationContext> beans,
			String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"management.endpoints.web.exposure.include=*", "spring.jmx.enabled=false"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(TestApplication.class)
			.initializers((context) -> beans.initialize((GenericApplicationContext) context))
			.run(all.stream().map((each) -> "--" + each).toArray(String[]::new));
	}

	public static ConfigurableApplicationContext start(String... properties) {
		return start((context) -> {
		}, properties);
	}

}
