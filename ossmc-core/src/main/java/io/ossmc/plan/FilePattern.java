package io.ossmc.plan;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of file names, read as people know it from {@code .gitignore}. What it
 * matches is a file, or a folder with everything in it:
 *
 * <pre>
 * original       a file or folder of that name, wherever it is
 * *.bin          the same for any name that ends so
 * original/      only a folder
 * /original      only at the top, as every pattern with a slash in it:
 * ./original/*
 * original/*
 * **&#47;*.json      at the top and below
 * a/**&#47;b         a/b too
 * </pre>
 *
 * Beside that it is a glob as {@link FileSystem#getPathMatcher} reads it. Immutable.
 */
final class FilePattern {

	/**
	 * The one file system of every JDK whose names are strings, and not bytes in the
	 * encoding of the locale.
	 */
	private static final FileSystem NAMES = FileSystems.getFileSystem(URI.create("jrt:/"));

	private final String glob;

	private final PathMatcher matcher;

	private final boolean anywhere;

	private final boolean folderOnly;

	/**
	 * Reads a pattern.
	 * @throws PatternSyntaxException if it is not one
	 */
	FilePattern(String glob) {
		this.glob = glob;
		String rest = glob.strip();
		boolean anchored = rest.startsWith("/") || rest.startsWith("./");
		rest = rest.replaceFirst("^(\\./|/)+", "");
		this.folderOnly = rest.endsWith("/");
		rest = rest.replaceFirst("/+$", "");
		if (rest.isEmpty()) {
			throw new PatternSyntaxException("it names nothing", glob, -1);
		}
		this.anywhere = !anchored && !rest.contains("/");
		this.matcher = NAMES.getPathMatcher("glob:" + withOptionalFolders(rest));
	}

	/** Any number of folders may be none. */
	private static String withOptionalFolders(String glob) {
		StringBuilder result = new StringBuilder();
		int depth = 0;
		for (int i = 0; i < glob.length(); i++) {
			char c = glob.charAt(i);
			depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
			boolean begins = i == 0 || glob.charAt(i - 1) == '/';
			if (depth == 0 && begins && glob.startsWith("**/", i)) {
				result.append("{,**/}");
				i += 2;
			}
			else {
				result.append(c);
			}
		}
		return result.toString();
	}

	/**
	 * Whether it means a file, or a folder that the file is in.
	 * @param name relative to the model's URI; of any characters
	 * @param folder whether this is the name of a folder
	 */
	boolean matches(String name, boolean folder) {
		Path path = path(name);
		int count = path.getNameCount();
		for (int length = 1; length <= count; length++) {
			boolean whole = length == count;
			if (whole && !folder && this.folderOnly) {
				return false;
			}
			if (this.matcher.matches(this.anywhere ? path.getName(length - 1) : path.subpath(0, length))) {
				return true;
			}
		}
		return false;
	}

	private static Path path(String name) {
		int start = 0;
		while (name.startsWith("/", start)) {
			start++;
		}
		String relative = name.substring(start);
		try {
			return NAMES.getPath(relative);
		}
		catch (InvalidPathException _) {
			// A NUL: it can be left out by the rest of its name.
			return NAMES.getPath(relative.replace('\0', '\uFFFD'));
		}
	}

	/** As it was written. */
	@Override
	public String toString() {
		return this.glob;
	}

}
