package io.ossmc.sample.web;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names and addresses that mean this gateway. A page of somebody else whose name is
 * made to lead to this machine (DNS rebinding) is of one origin with the gateway as far
 * as a browser can tell; only the name gives it away.
 */
final class ServedHosts {

	private static final String LOCALHOST = "localhost";

	private final Set<String> names;

	/**
	 * Creates the set.
	 * @param names host names besides {@code localhost}
	 */
	ServedHosts(Collection<String> names) {
		this.names = names.stream().map(ServedHosts::normalized).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Whether a request for this host is meant for this gateway.
	 * @param host a name or a literal address, without port
	 * @param localAddress the literal address that the request came to
	 */
	boolean include(String host, String localAddress) {
		String name = normalized(host);
		return name.equals(LOCALHOST) || this.names.contains(name) || isOwnAddress(name, localAddress);
	}

	private static boolean isOwnAddress(String host, String localAddress) {
		try {
			InetAddress address = InetAddress.ofLiteral(host);
			// Where a port is forwarded, a loopback address is another machine's.
			return address.isLoopbackAddress() || address.equals(InetAddress.ofLiteral(localAddress));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Lower case, without the brackets of an IPv6 address and the dot of the root. */
	private static String normalized(String host) {
		String name = host.strip().toLowerCase(Locale.ROOT);
		if (name.startsWith("[") && name.endsWith("]")) {
			return name.substring(1, name.length() - 1);
		}
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
