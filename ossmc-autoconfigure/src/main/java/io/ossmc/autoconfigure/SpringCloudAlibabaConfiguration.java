package io.ossmc.autoconfigure;

import com.alibaba.cloud.spring.boot.oss.autoconfigure.OssContextAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * The {@code OSS} bean of Spring Cloud Alibaba, which is registered the Boot 2 way and
 * would not be seen. Only this class of its three: another one publishes the secret key
 * at an endpoint, and the third replaces the application's task executor.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(OssContextAutoConfiguration.class)
@Conditional(SpringCloudAlibabaConfiguration.EndpointIsSet.class)
@ImportAutoConfiguration(OssContextAutoConfiguration.class)
class SpringCloudAlibabaConfiguration {

	/** A blank one is not. */
	static class EndpointIsSet implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return StringUtils.hasText(context.getEnvironment().getProperty("alibaba.cloud.oss.endpoint"));
		}

	}

}
