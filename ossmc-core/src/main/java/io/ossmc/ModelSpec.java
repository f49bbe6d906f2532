package io.ossmc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a model is: its name, where it lies, which of its files, and how it is kept.
 *
 * @param name matches {@code [A-Za-z0-9][A-Za-z0-9._-]*}, at most 200 characters
 * @param uri {@code oss://bucket/prefix/}; the last slash is added when missing
 * @param directory where the stable link goes; null for a place in the memory root
 * @param mode when it is fetched
 * @param include patterns of names relative to the URI, read as in {@code .gitignore}:
 * one matches a file, or a folder with all that is in it, anywhere, or from the top if it
 * holds a slash before its end; empty for all
 * @param exclude patterns that win over {@code include}; what is not wanted is not judged
 * either
 * @param failFast whether a failure should end the application instead of being retried
 * @param expireAfterAccess after which time without a lease its memory is given up; null
 * for the connector's own for a lazy model, and never for an eager one
 * @param refreshInterval how often to look whether the objects have changed; null for
 * only when asked
 */
public record ModelSpec(String name, String uri, @Nullable Path directory, ModelMode mode, List<String> include,
		List<String> exclude, boolean failFast, @Nullable Duration expireAfterAccess,
		@Nullable Duration refreshInterval) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

	/** Checks the name and the times, and copies the lists. */
	public ModelSpec {
		if (!NAME.matcher(name).matches()) {
			throw new OssModelConfigurationException("\"" + name + "\" is not a model name.",
					"Use up to 200 letters, digits, '.', '_' and '-', beginning with a letter or digit.");
		}
		include = List.copyOf(include);
		exclude = List.copyOf(exclude);
		requirePositive(name, "expire-after-access", expireAfterAccess);
		requirePositive(name, "refresh-interval", refreshInterval);
	}

	private static void requirePositive(String name, String what, @Nullable Duration time) {
		if (time != null && !time.isPositive()) {
			throw new OssModelConfigurationException("The " + what + " of model \"" + name + "\" is " + time + ".",
					"Set it to a positive duration, or leave it out.");
		}
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

		private @Nullable Duration expireAfterAccess;

		private @Nullable Duration refreshInterval;

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
		 * @param globs patterns such as {@code *.bin} or {@code original/}
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
		 * Sets after which time without a lease its memory is given up. An eager model
		 * that has such a time is not pinned: it is fetched at start, and again on the
		 * first use after that time.
		 * @param time positive; null for the connector's own if it is lazy, and for never
		 * if it is eager
		 * @return this builder
		 */
		public Builder expireAfterAccess(@Nullable Duration time) {
			this.expireAfterAccess = time;
			return this;
		}

		/**
		 * Sets how often to look whether the objects have changed.
		 * @param interval positive; null for only when asked
		 * @return this builder
		 */
		public Builder refreshInterval(@Nullable Duration interval) {
			this.refreshInterval = interval;
			return this;
		}

		/**
		 * Makes the specification.
		 * @return an immutable value
		 * @throws OssModelConfigurationException if the name is not allowed or a time not
		 * positive
		 */
		public ModelSpec build() {
			return new ModelSpec(this.name, this.uri, this.directory, this.mode, this.include, this.exclude,
					this.failFast, this.expireAfterAccess, this.refreshInterval);
		}

	}

}
