package io.ossmc.emulator;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which names are buckets: those below a domain that is ours, whether there is such a
 * bucket or not, those below an endpoint of OSS ({@code models.oss-cn-hangzhou.…}), and
 * elsewhere, where the emulator may have any name itself, those whose first label is a
 * bucket that there is.
 */
final class VirtualHosts {

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");

	private final List<String> domains;

	private final Predicate<String> isBucket;

	VirtualHosts(List<String> domains, Predicate<String> isBucket) {
		this.domains = domains.stream()
			.map((domain) -> domain.toLowerCase(Locale.ROOT))
			.sorted(Comparator.comparingInt(String::length).reversed())
			.toList();
		this.isBucket = isBucket;
	}

	/**
	 * The bucket a host is.
	 * @param authority the value of {@code Host}
	 * @return nothing if buckets are parts of paths there
	 */
	Optional<String> bucket(String authority) {
		String host = authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
		if (ADDRESS.matcher(host).matches() || this.domains.contains(host)) {
			return Optional.empty();
		}
		for (String domain : this.domains) {
			if (host.endsWith("." + domain)) {
				return Optional.of(host.substring(0, host.length() - domain.length() - 1));
			}
		}
		int dot = host.indexOf('.');
		String label = (dot < 0) ? "" : host.substring(0, dot);
		boolean known = host.startsWith("oss-", dot + 1) || this.isBucket.test(label);
		return (label.isEmpty() || !known) ? Optional.empty() : Optional.of(label);
	}

}
