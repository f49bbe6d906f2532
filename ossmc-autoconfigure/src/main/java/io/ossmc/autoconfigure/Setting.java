package io.ossmc.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A value and the key it came from, which is all that a log may show of a secret one.
 *
 * @param <T> the value
 * @param value what was set
 * @param source the key that set it
 */
record Setting<T>(T value, String source) {

	static <T> @Nullable T value(@Nullable Setting<T> setting) {
		return (setting != null) ? setting.value() : null;
	}

	@Override
	public String toString() {
		return this.source;
	}

}
