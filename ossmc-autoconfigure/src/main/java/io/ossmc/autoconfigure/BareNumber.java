package io.ossmc.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import io.ossmc.OssModelConfigurationException;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * A time or size that is a number only. Spring Boot takes milliseconds and bytes; who
 * writes {@code 600} means seconds more often than not. Zero is the same in every unit.
 */
final class BareNumber {

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

	private static final Pattern ZERO = Pattern.compile("[+-]?0+");

	private BareNumber() {
	}

	/**
	 * Refuses it.
	 * @throws OssModelConfigurationException with what it would have been and what to
	 * write
	 */
	static void refuse(ConfigurationPropertyName name, String text, Bindable<?> target, BindContext context) {
		if (!NUMBER.matcher(text).matches() || ZERO.matcher(text).matches()) {
			return;
		}
		Class<?> type = target.getType().resolve(Object.class);
		if (type == Duration.class) {
			throw refused(name, text, context, "milliseconds",
					"Write %1$ss, %1$sm or %1$sh for seconds, minutes or hours; %1$sms if milliseconds are meant.");
		}
		if (type == DataSize.class) {
			throw refused(name, text, context, "bytes", "Write %1$sKB, %1$sMB or %1$sGB; %1$sB if bytes are meant.");
		}
	}

	private static OssModelConfigurationException refused(ConfigurationPropertyName name, String text,
			BindContext context, String unit, String remedy) {
		return new OssModelConfigurationException(name + " is " + text + where(name, context)
				+ ", a number without a unit: it would be read as " + text + " " + unit + ".", remedy.formatted(text));
	}

	private static String where(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
			}
		}
		return "";
	}

}
