package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * How {@link OssmcProperties} are read, beyond what Spring Boot does by itself: a blank
 * value is not set, whatever its type; a time or a size has a unit; models and buckets
 * are those that are written down, not what the binder makes of a variable's name.
 */
final class SettingsBindHandler extends AbstractBindHandler {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("ossmc");

	private final OssmcVariables variables;

	SettingsBindHandler(BindHandler parent, OssmcVariables variables) {
		super(parent);
		this.variables = variables;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		if (PREFIX.equals(name)) {
			this.variables.assign();
		}
		if (!PREFIX.isAncestorOf(name) || name.isLastElementIndexed() && !isEntry(name)) {
			return super.onStart(name, target, context);
		}
		if (isEntry(name) && !this.variables.isWritten(name)) {
			return null;
		}
		Optional<String> text = text(name, context);
		if (text.isPresent() && text.get().isBlank() && !isEntry(name)) {
			// For the parent it is bound: it looks for keys that are not.
			super.onSuccess(name, target, context, text.get());
			return hasDescendants(name, context) ? super.onStart(name, target, context) : null;
		}
		text.ifPresent((value) -> BareNumber.refuse(name, value.strip(), target, context));
		return super.onStart(name, target, context);
	}

	@Override
	public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
		return super.onSuccess(name, target, context, path(name, target, context).orElse(result));
	}

	@Override
	public Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
			throws Exception {
		Optional<Object> path = path(name, target, context);
		return path.isPresent() ? super.onSuccess(name, target, context, path.get())
				: super.onFailure(name, target, context, error);
	}

	private static Optional<Object> path(ConfigurationPropertyName name, Bindable<?> target, BindContext context) {
		return (PREFIX.isAncestorOf(name) && target.getType().resolve() == Path.class)
				? text(name, context).flatMap(WrittenPath::of) : Optional.empty();
	}

	/** Of the map of models, or of buckets. */
	private static boolean isEntry(ConfigurationPropertyName name) {
		return OssmcVariables.MAPS.contains(name.getParent());
	}

	/**
	 * What is written, with placeholders resolved. A value that a program gave may have a
	 * type already, such as the path that a test registers.
	 */
	private static Optional<String> text(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return (property.getValue() instanceof CharSequence || property.getValue() instanceof Number)
						? Optional.ofNullable(context.getBinder().bind(name, Bindable.of(String.class)).orElse(""))
						: Optional.empty();
			}
		}
		return Optional.empty();
	}

	private static boolean hasDescendants(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

}
