package io.ossmc;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a model is: its name, where it lies, which of its files, and how it is kept.
 *
 * @param name matches {@code [A-Za-z0-9][A-Za-z0-9._-]*}
 * @param uri {@code oss://bucket/prefix/}; the last slash is added when missing
 * @param directory where the stable link goes; null for a place in the memory root
 * @param mode when it is fetched
 * @param include glob patterns on names relative to the URI (a pattern without {@code /}
 * matches the last part of the name); empty for all
 * @param exclude glob patterns that win over {@code include}
 * @param failFast whether a failure should end the application instead of being retried
 */
public record ModelSpec(String name, String uri, @Nullable Path directory, ModelMode mode, List<String> include,
		List<String> exclude, boolean failFast) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	/** Checks the name and copies the lists. */
	public ModelSpec {
		if (!NAME.matcher(name).matches()) {
			throw new OssModelConfigurationException("\"" + name + "\" is not a model name.",
					"Use letters, digits, '.', '_' and '-', beginning with a letter or digit.");
		}
		include = List.copyOf(include);
		exclude = List.copyOf(exclude);
	}

	/**
	 * Begins a specification: eager, all files, in the memory root.
	 * @param name the model's name
	 * @param uri {@code oss://bucket/prefix/}
	 * @return the builder
	 */
	public static Builder builder(String name, String uri) {
		return new Builder(name, uri);
	}

	/** Collects the parts of a specification. Not thread-safe. */
	public static final class Builder {

		private String name;

		private final String uri;

		private @Nullable Path directory;

		private ModelMode mode = ModelMode.EAGER;

		private List<String> include = List.of();

		private List<String> exclude = List.of();

		private boolean failFast;

		private Builder(String name, String uri) {
			this.name = name;
			this.uri = uri;
		}

		/**
		 * Changes the name.
		 * @param name the model's name
		 * @return this builder
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets the stable path.
		 * @param directory must not exist, be empty, or be ours
		 * @return this builder
		 */
		public Builder directory(@Nullable Path directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Sets when it is fetched.
		 * @param mode eager by default
		 * @return this builder
		 */
		public Builder mode(ModelMode mode) {
			this.mode = mode;
			return this;
		}

		/**
		 * Takes only matching files.
		 * @param globs patterns such as {@code *.safetensors}
		 * @return this builder
		 */
		public Builder include(List<String> globs) {
			this.include = globs;
			return this;
		}

		/**
		 * Leaves matching files out.
		 * @param globs patterns such as {@code *.bin}
		 * @return this builder
		 */
		public Builder exclude(List<String> globs) {
			this.exclude = globs;
			return this;
		}

		/**
		 * Says that a failure should end the application.
		 * @param failFast false by default
		 * @return this builder
		 */
		public Builder failFast(boolean failFast) {
			this.failFast = failFast;
			return this;
		}

		/**
		 * Makes the specification.
		 * @return an immutable value
		 * @throws OssModelConfigurationException if the name is not allowed
		 */
		public ModelSpec build() {
			return new ModelSpec(this.name, this.uri, this.directory, this.mode, this.include, this.exclude,
					this.failFast);
		}

	}

}
