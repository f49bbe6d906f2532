package io.ossmc.autoconfigure.cloud;

import io.ossmc.autoconfigure.OssmcReconciler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What listens to changes of the environment. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(OssmcReconciler.class)
class OssmcCloudConfiguration {

	@Bean
	ReconcileOnEnvironmentChange ossmcReconcileOnEnvironmentChange(OssmcReconciler reconciler,
			ConfigurableApplicationContext context) {
		return new ReconcileOnEnvironmentChange(reconciler, new Explanation(context));
	}

}
