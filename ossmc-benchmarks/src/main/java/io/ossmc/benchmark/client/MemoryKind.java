package io.ossmc.benchmark.client;

import java.util.Locale;

/** Where the bytes land. */
public enum MemoryKind {

	/**
	 * Anonymous memory of the process that the kernel has not given yet, huge pages
	 * advised.
	 */
	PRIVATE,

	/** The same memory again: its pages are there. */
	REUSED,

	/** A new file on a tmpfs mounted with {@code huge=always}. */
	HUGE,

	/** A new file on the machine's ordinary tmpfs. */
	FRESH;

	/**
	 * Whether it is a file.
	 * @return true for a tmpfs
	 */
	public boolean isFile() {
		return this == HUGE || this == FRESH;
	}

	/**
	 * Its name in options and reports.
	 * @return in lower case
	 */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The kind of a name.
	 * @param word in any case
	 * @return the kind
	 */
	public static MemoryKind of(String word) {
		return valueOf(word.toUpperCase(Locale.ROOT));
	}

}
