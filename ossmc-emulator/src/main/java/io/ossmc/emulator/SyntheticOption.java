package io.ossmc.emulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --synthetic=bucket/key=size[:seed]}.
 *
 * @param bucket the bucket's name
 * @param key the object's key
 * @param size in bytes
 * @param seed of the content
 */
record SyntheticOption(String bucket, String key, long size, long seed) {

	private static final Pattern FORM = Pattern.compile("([^/=]+)/(.+)=([^=:]+)(?::(-?\\d{1,18}))?");

	static SyntheticOption parse(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			throw new UsageException("--synthetic=" + text
					+ " is not understood: write --synthetic=bucket/key=size or --synthetic=bucket/key=size:seed.");
		}
		long seed = (matcher.group(4) != null) ? Long.parseLong(matcher.group(4)) : matcher.group(2).hashCode();
		return new SyntheticOption(matcher.group(1), matcher.group(2), Quantity.bytes("synthetic", matcher.group(3)),
				seed);
	}

}
