package io.ossmc.autoconfigure;

import io.ossmc.OssModelConnector;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** Makes an {@link OssModelConnector} from {@code ossmc.*} and starts and stops it. */
@AutoConfiguration
@ConditionalOnClass(OssModelConnector.class)
@ConditionalOnOssmcEnabled
@EnableConfigurationProperties(OssmcProperties.class)
@Import({ SpringCloudAlibabaConfiguration.class, OssmcConnectorConfiguration.class, OssmcLifecycleConfiguration.class })
public final class OssmcAutoConfiguration {

}
