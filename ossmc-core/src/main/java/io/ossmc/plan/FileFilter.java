package io.ossmc.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.text.ServerText;

/**
 * The include and exclude patterns of a model, and which of them were of any use. For one
 * listing, on one thread.
 */
final class FileFilter {

	/** Names that are compared with a pattern that matches none of them. */
	private static final int REMEMBERED = 1000;

	private static final int NEAREST = 3;

	private final List<FilePattern> include;

	private final List<FilePattern> exclude;

	private final Set<FilePattern> used = new LinkedHashSet<>();

	private final Set<String> names = new LinkedHashSet<>();

	FileFilter(ModelSpec spec) {
		this.include = spec.include().stream().map((glob) -> pattern(spec.name(), glob)).toList();
		this.exclude = spec.exclude().stream().map((glob) -> pattern(spec.name(), glob)).toList();
	}

	private static FilePattern pattern(String model, String glob) {
		try {
			return new FilePattern(glob);
		}
		catch (PatternSyntaxException ex) {
			throw new OssModelConfigurationException(
					"\"" + glob + "\" of model \"" + model + "\" is not a file pattern: " + ex.getDescription() + ".",
					"Write it like *.safetensors, tokenizer/** or {config,tokenizer}.json.");
		}
	}

	/**
	 * Whether an object is wanted; what is not wanted is not judged.
	 * @param name relative to the model's URI; one that ends with a slash is a folder's
	 */
	boolean wants(String name) {
		if (this.include.isEmpty() && this.exclude.isEmpty()) {
			return true;
		}
		boolean folder = name.endsWith("/");
		if (this.names.size() < REMEMBERED) {
			this.names.add(name);
		}
		boolean included = any(this.include, name, folder) || this.include.isEmpty();
		boolean excluded = any(this.exclude, name, folder);
		return included && !excluded;
	}

	/** All of them are asked, so that each may be of use. */
	private boolean any(List<FilePattern> patterns, String name, boolean folder) {
		boolean any = false;
		for (FilePattern pattern : patterns) {
			if (pattern.matches(name, folder)) {
				this.used.add(pattern);
				any = true;
			}
		}
		return any;
	}

	/**
	 * What is to be said of patterns that match nothing, when all is listed.
	 * @return a sentence for each
	 */
	List<String> remarks() {
		List<String> remarks = new ArrayList<>();
		remark("include", this.include, remarks);
		remark("exclude", this.exclude, remarks);
		return remarks;
	}

	private void remark(String key, List<FilePattern> patterns, List<String> remarks) {
		for (FilePattern pattern : patterns) {
			if (!this.used.contains(pattern)) {
				remarks.add("the pattern " + pattern + " (" + key + ") matches nothing"
						+ (this.names.isEmpty() ? "" : "; the nearest names are " + nearest(pattern)));
			}
		}
	}

	private String nearest(FilePattern pattern) {
		String wanted = pattern.toString();
		return this.names.stream()
			.map((name) -> Map.entry(name, distance(wanted, name)))
			.sorted(Map.Entry.comparingByValue())
			.limit(NEAREST)
			.map((nearest) -> ServerText.shown(nearest.getKey()))
			.collect(Collectors.joining(", "));
	}

	/** Characters to insert, delete or replace (Levenshtein). */
	private static int distance(String one, String other) {
		int[] before = new int[other.length() + 1];
		for (int j = 0; j < before.length; j++) {
			before[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] row = new int[before.length];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
				row[j] = Math.min(before[j - 1] + (same ? 0 : 1), 1 + Math.min(before[j], row[j - 1]));
			}
			before = row;
		}
		return before[other.length()];
	}

}
