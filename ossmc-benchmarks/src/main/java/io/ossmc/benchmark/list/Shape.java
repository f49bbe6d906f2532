package io.ossmc.benchmark.list;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

import io.ossmc.benchmark.UsageException;
import io.ossmc.emulator.SyntheticKeys;

/** What keys look like: each a bucket of the emulator, of any size. */
public enum Shape {

	/** Numbers. */
	FLAT(SyntheticKeys::flat),
	/** Spread evenly. */
	UUIDS(SyntheticKeys::uuids),
	/** A folder an hour. */
	DATES(SyntheticKeys::dates),
	/** Seven levels of folders. */
	DEEP(SyntheticKeys::deep),
	/** One folder with a long path. */
	GIANT(SyntheticKeys::giant),
	/** Characters of two to four bytes. */
	CJK(SyntheticKeys::cjk),
	/** Folders of very different sizes. */
	ZIPF(SyntheticKeys::zipf);

	private final LongFunction<SyntheticKeys> keys;

	Shape(LongFunction<SyntheticKeys> keys) {
		this.keys = keys;
	}

	/**
	 * Its name on the command line.
	 * @return lower-case
	 */
	public String lower() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * All names.
	 * @return lower-case
	 */
	public static List<String> names() {
		return Arrays.stream(values()).map(Shape::lower).toList();
	}

	/**
	 * The shape of a name.
	 * @param name lower-case
	 * @return the shape
	 */
	public static Shape of(String name) {
		return Arrays.stream(values())
			.filter((shape) -> shape.lower().equals(name))
			.findFirst()
			.orElseThrow(() -> new UsageException("There is no shape " + name + "."));
	}

	/**
	 * Its keys.
	 * @param count how many
	 * @return in order
	 */
	public SyntheticKeys keys(long count) {
		return this.keys.apply(count);
	}

	/**
	 * The bucket with so many of them.
	 * @param count how many
	 * @return its name
	 */
	public String bucket(long count) {
		return lower() + "-" + count;
	}

}
