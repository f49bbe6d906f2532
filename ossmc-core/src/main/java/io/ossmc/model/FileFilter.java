package io.ossmc.model;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConfigurationException;

/** The include and exclude patterns of a model. */
final class FileFilter implements Predicate<String> {

	private final List<Predicate<Path>> include;

	private final List<Predicate<Path>> exclude;

	FileFilter(ModelSpec spec) {
		this.include = spec.include().stream().map((glob) -> matcher(spec.name(), glob)).toList();
		this.exclude = spec.exclude().stream().map((glob) -> matcher(spec.name(), glob)).toList();
	}

	@Override
	public boolean test(String name) {
		if (this.include.isEmpty() && this.exclude.isEmpty()) {
			return true;
		}
		Path path;
		try {
			path = Path.of(name);
		}
		catch (InvalidPathException _) {
			// Not a file name at all: it is refused by name later.
			return true;
		}
		boolean wanted = this.include.isEmpty() || this.include.stream().anyMatch((matcher) -> matcher.test(path));
		return wanted && this.exclude.stream().noneMatch((matcher) -> matcher.test(path));
	}

	private static Predicate<Path> matcher(String model, String glob) {
		try {
			PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
			return glob.contains("/") ? matcher::matches : (path) -> matcher.matches(path.getFileName());
		}
		catch (PatternSyntaxException ex) {
			throw new OssModelConfigurationException(
					"\"" + glob + "\" of model \"" + model + "\" is not a file pattern: " + ex.getDescription() + ".",
					"Write it like *.safetensors, tokenizer/** or {config,tokenizer}.json.");
		}
	}

}
