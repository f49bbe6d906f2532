package io.ossmc.autoconfigure;

import java.util.Locale;
import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** See {@link ConditionalOnOssmcSwitch}. */
class OnOssmcSwitch extends SpringBootCondition {

	/** What the binder takes for false. */
	private static final Set<String> OFF = Set.of("false", "off", "no", "0");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String key = metadata.getAnnotations().get(ConditionalOnOssmcSwitch.class).getString("value");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnOssmcSwitch.class, key);
		return isOff(context.getEnvironment(), key) ? ConditionOutcome.noMatch(message.because("it is false"))
				: ConditionOutcome.match(message.because("it is not false"));
	}

	static boolean isOff(PropertyResolver properties, String key) {
		String value = properties.getProperty(key, "");
		return OFF.contains(value.strip().toLowerCase(Locale.ROOT));
	}

}
