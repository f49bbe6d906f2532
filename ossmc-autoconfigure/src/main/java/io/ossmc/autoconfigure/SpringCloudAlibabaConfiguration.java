package io.ossmc.autoconfigure;

import com.alibaba.cloud.spring.boot.oss.autoconfigure.OssContextAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;

/**
 * The {@code OSS} bean of Spring Cloud Alibaba, which is registered the Boot 2 way and
 * would not be seen. Only this class of its three: another one publishes the secret key
 * at an endpoint, and the third replaces the application's task executor.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(OssContextAutoConfiguration.class)
@ConditionalOnProperty("alibaba.cloud.oss.endpoint")
@ImportAutoConfiguration(OssContextAutoConfiguration.class)
class SpringCloudAlibabaConfiguration {

}
