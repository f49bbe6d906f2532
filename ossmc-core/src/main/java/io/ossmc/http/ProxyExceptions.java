package io.ossmc.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which hosts are asked without the proxy, as {@code NO_PROXY} lists them for curl and
 * Go, separated by commas or spaces:
 *
 * <pre>
 * aliyuncs.com        that host and those below
 * .aliyuncs.com       the same, as *.aliyuncs.com
 * 10.1.2.3, [::1]     that address
 * 10.0.0.0/8          addresses in that range
 * minio:9000          only that port
 * *                   all
 * </pre>
 *
 * Names are not looked up, so that ranges are about addresses in endpoints. Immutable.
 *
 * @param entries in lower case
 */
record ProxyExceptions(List<String> entries) {

	static final ProxyExceptions NONE = new ProxyExceptions(List.of());

	/**
	 * Reads a list.
	 * @param list may be blank
	 */
	static ProxyExceptions of(String list) {
		return new ProxyExceptions(Arrays.stream(list.split("[,\\s]+"))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> entry.toLowerCase(Locale.ROOT))
			.toList());
	}

	boolean covers(Origin origin) {
		return this.entries.stream().anyMatch((entry) -> covers(entry, origin));
	}

	private static boolean covers(String entry, Origin origin) {
		if (entry.equals("*")) {
			return true;
		}
		String host = entry;
		int port = entry.lastIndexOf(':');
		boolean bracketed = entry.startsWith("[");
		if (port > 0 && (bracketed ? entry.charAt(port - 1) == ']' : entry.indexOf(':') == port)) {
			if (!entry.substring(port + 1).equals(Integer.toString(origin.port()))) {
				return false;
			}
			host = entry.substring(0, port);
		}
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		return origin.literal() ? coversAddress(host, origin.host()) : coversName(host, origin.host());
	}

	private static boolean coversName(String entry, String host) {
		String name = entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry;
		String asked = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		return !name.isEmpty() && (asked.equals(name) || asked.endsWith("." + name));
	}

	private static boolean coversAddress(String entry, String host) {
		int slash = entry.indexOf('/');
		byte[] range = address((slash < 0) ? entry : entry.substring(0, slash));
		byte[] asked = address(host);
		if (range == null || asked == null || range.length != asked.length) {
			return false;
		}
		return (slash < 0) ? Arrays.equals(range, asked) : startsAlike(range, asked, bits(entry.substring(slash + 1)));
	}

	/** Null for what is no address: no name server is asked. */
	private static byte @Nullable [] address(String literal) {
		boolean numeric = !literal.isEmpty()
				&& literal.chars().allMatch((c) -> c == '.' || c == ':' || Character.digit(c, 16) >= 0)
				&& (literal.indexOf(':') >= 0 || literal.matches("\\d+(\\.\\d+){3}"));
		try {
			return numeric ? InetAddress.getByName(literal).getAddress() : null;
		}
		catch (UnknownHostException _) {
			return null;
		}
	}

	private static int bits(String text) {
		return text.matches("\\d{1,3}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
	}

	private static boolean startsAlike(byte[] range, byte[] asked, int bits) {
		if (bits > 8 * range.length) {
			return false;
		}
		for (int bit = 0; bit < bits; bit++) {
			int mask = 0x80 >> (bit % 8);
			if (((range[bit / 8] ^ asked[bit / 8]) & mask) != 0) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		return String.join(",", this.entries);
	}

}
