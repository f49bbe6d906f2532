package io.ossmc.emulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The byte range a request asked for (RFC 9110, section 14.1.2).
 *
 * @param first the first byte wanted, or {@link #SUFFIX}
 * @param last the last byte wanted, inclusive; {@link #OPEN} for all from the first on;
 * the number of bytes wanted from the end if {@code first} is {@link #SUFFIX}
 */
public record ByteRange(long first, long last) {

	/** The value of {@link #first()} that says: the last so many bytes. */
	public static final long SUFFIX = -1;

	/** The value of {@link #last()} that says: to the end. */
	public static final long OPEN = Long.MAX_VALUE;

	private static final Pattern FIRST = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*(,.*)?");

	/**
	 * Understands a header. Of several ranges OSS sends the first, and it ignores what it
	 * does not understand ("How to obtain OSS resources by segmenting HTTP range
	 * requests").
	 * @param header the value of {@code Range}
	 * @return the range, or nothing if the header is to be ignored
	 */
	public static Optional<ByteRange> parse(String header) {
		Matcher matcher = FIRST.matcher(header);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String first = matcher.group(1);
		String last = matcher.group(2);
		if (first.isEmpty()) {
			return last.isEmpty() ? Optional.empty() : Optional.of(new ByteRange(SUFFIX, number(last)));
		}
		ByteRange range = new ByteRange(number(first), last.isEmpty() ? OPEN : number(last));
		return (range.first <= range.last) ? Optional.of(range) : Optional.empty();
	}

	/** No object has as many bytes as the largest number there is here. */
	private static long number(String digits) {
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException _) {
			return OPEN - 1;
		}
	}

	/**
	 * Whether all of it lies within an object of this size. OSS ignores other ranges,
	 * also those of which the object has some bytes, unless it is told to keep to the
	 * standard.
	 */
	boolean isWithin(long size) {
		if (this.first == SUFFIX) {
			return this.last > 0 && this.last <= size;
		}
		return this.first < size && (this.last == OPEN || this.last < size);
	}

	/**
	 * The bytes of an object of this size that the standard means; empty if there is
	 * none, which is a 416.
	 */
	Optional<Slice> of(long size) {
		long from = (this.first == SUFFIX) ? Math.max(0, size - this.last) : this.first;
		long to = (this.first == SUFFIX) ? size - 1 : Math.min(this.last, size - 1);
		return (from <= to) ? Optional.of(new Slice(from, to - from + 1)) : Optional.empty();
	}

	@Override
	public String toString() {
		return "bytes=" + ((this.first == SUFFIX) ? "" : this.first) + "-" + ((this.last == OPEN) ? "" : this.last);
	}

	/**
	 * Bytes of an object.
	 *
	 * @param position of the first
	 * @param length how many
	 */
	record Slice(long position, long length) {
	}

}
