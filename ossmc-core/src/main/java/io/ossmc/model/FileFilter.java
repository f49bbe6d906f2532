package io.ossmc.model;

import java.net.URI;
import java.nio.file.FileSystem;
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

	private final List<Pattern> include;

	private final List<Pattern> exclude;

	FileFilter(ModelSpec spec) {
		this.include = spec.include().stream().map((glob) -> pattern(spec.name(), glob)).toList();
		this.exclude = spec.exclude().stream().map((glob) -> pattern(spec.name(), glob)).toList();
	}

	@Override
	public boolean test(String name) {
		if (this.include.isEmpty() && this.exclude.isEmpty()) {
			return true;
		}
		Path path;
		try {
			path = path(name);
		}
		catch (InvalidPathException _) {
			// Not a file name at all: it is refused by name later.
			return true;
		}
		boolean wanted = this.include.isEmpty() || this.include.stream().anyMatch((pattern) -> pattern.matches(path));
		return wanted && this.exclude.stream().noneMatch((pattern) -> pattern.matches(path));
	}

	/** Also of a name that the default file system cannot have: it may be left out. */
	private static Path path(String name) {
		try {
			return Path.of(name);
		}
		catch (InvalidPathException _) {
			return AnyNames.FILE_SYSTEM.getPath(name);
		}
	}

	private static Pattern pattern(String model, String glob) {
		try {
			return new Pattern(glob, Pattern.matcher(FileSystems.getDefault(), glob));
		}
		catch (PatternSyntaxException ex) {
			throw new OssModelConfigurationException(
					"\"" + glob + "\" of model \"" + model + "\" is not a file pattern: " + ex.getDescription() + ".",
					"Write it like *.safetensors, tokenizer/** or {config,tokenizer}.json.");
		}
	}

	/**
	 * A file pattern.
	 *
	 * @param glob as it was written; without a slash it is about the last part of a name
	 * @param usual matches names of the default file system
	 */
	private record Pattern(String glob, PathMatcher usual) {

		boolean matches(Path name) {
			FileSystem system = name.getFileSystem();
			PathMatcher matcher = (system == FileSystems.getDefault()) ? this.usual : matcher(system, this.glob);
			return matcher.matches(this.glob.contains("/") ? name : name.getFileName());
		}

		static PathMatcher matcher(FileSystem system, String glob) {
			return system.getPathMatcher("glob:" + glob);
		}

	}

	/**
	 * The one file system of every JDK whose names are strings, and not bytes in the
	 * encoding of the locale. Not opened unless it is needed.
	 */
	private static final class AnyNames {

		static final FileSystem FILE_SYSTEM = FileSystems.getFileSystem(URI.create("jrt:/"));

	}

}
