package io.ossmc.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless a key switches something off. A blank value is not set, as for every key
 * of ours; one that is neither true nor false is left to the binder, which refuses it.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnOssmcSwitch.class)
public @interface ConditionalOnOssmcSwitch {

	/**
	 * The key.
	 * @return its whole name
	 */
	String value();

}
