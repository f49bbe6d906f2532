package io.ossmc.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Takes the listener of Spring Cloud Alibaba out of the application. It shuts every
 * {@code OSS} bean down as soon as the context begins to close, while the web server
 * still serves the last requests; without it the context closes these beans itself, after
 * the web server. The listener comes with the jar of the starter, whatever is configured,
 * and so it goes with {@code ossmc.enabled=false} too. Early enough: an application gives
 * its listeners to the context once the environment is there.
 */
class SpringCloudAlibabaEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final String LISTENER = "com.alibaba.cloud.spring.boot.oss.context.OssApplicationListener";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		List<ApplicationListener<?>> listeners = new ArrayList<>(application.getListeners());
		if (listeners.removeIf((listener) -> listener.getClass().getName().equals(LISTENER))) {
			application.setListeners(listeners);
		}
	}

}
