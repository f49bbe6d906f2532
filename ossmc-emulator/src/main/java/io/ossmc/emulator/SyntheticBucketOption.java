package io.ossmc.emulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --synthetic-bucket=bucket=shape:count[:size]}.
 *
 * @param bucket the bucket's name
 * @param keys of its objects
 * @param size of each, in bytes
 */
record SyntheticBucketOption(String bucket, SyntheticKeys keys, long size) {

	private static final Pattern FORM = Pattern.compile("([^=]+)=([a-z]+):(\\d{1,12})(?::(.+))?");

	private static final Map<String, LongFunction<SyntheticKeys>> SHAPES = new TreeMap<>(
			Map.of("flat", SyntheticKeys::flat, "uuids", SyntheticKeys::uuids, "dates", SyntheticKeys::dates, "deep",
					SyntheticKeys::deep, "giant", SyntheticKeys::giant, "cjk", SyntheticKeys::cjk, "zipf",
					SyntheticKeys::zipf));

	static SyntheticBucketOption parse(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches() || !SHAPES.containsKey(matcher.group(2))) {
			throw new UsageException("--synthetic-bucket=" + text
					+ " is not understood: write --synthetic-bucket=bucket=shape:count or bucket=shape:count:size, the"
					+ " shape being one of " + String.join(", ", SHAPES.keySet()) + ".");
		}
		long size = (matcher.group(4) != null) ? Quantity.bytes("synthetic-bucket", matcher.group(4)) : 1024;
		return new SyntheticBucketOption(matcher.group(1),
				SHAPES.get(matcher.group(2)).apply(Long.parseLong(matcher.group(3))), size);
	}

}
