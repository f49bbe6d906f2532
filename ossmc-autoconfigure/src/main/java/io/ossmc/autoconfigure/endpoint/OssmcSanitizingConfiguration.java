package io.ossmc.autoconfigure.endpoint;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps keys hidden at {@code /actuator/env} and {@code /actuator/configprops} even where
 * {@code show-values=always}.
 */
@Configuration(proxyBeanMethods = false)
class OssmcSanitizingConfiguration {

	private static final Pattern SECRET = Pattern
		.compile("ossmc.*credentials.*|oss(accesskey|session).*|alibabacloud.*(key|token)");

	/** Shown without who asks: where it is matters when it does not work. */
	private static final Pattern PROXY = Pattern.compile("ossmcfetchproxy");

	private static final Pattern USER_INFO = Pattern.compile("^.*@", Pattern.DOTALL);

	@Bean
	@ConditionalOnMissingBean(name = "ossmcSanitizingFunction")
	SanitizingFunction ossmcSanitizingFunction() {
		return OssmcSanitizingConfiguration::sanitize;
	}

	private static SanitizableData sanitize(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
		if (SECRET.matcher(key).matches()) {
			return data.withSanitizedValue();
		}
		if (PROXY.matcher(key).matches() && data.getValue() != null) {
			String shown = USER_INFO.matcher(data.getValue().toString())
				.replaceFirst("http://" + SanitizableData.SANITIZED_VALUE + "@");
			return data.withValue(shown);
		}
		return data;
	}

}
