package io.ossmc.http;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port: what a connection can be shared for. */
record Origin(boolean tls, String host, int port) {

	static Origin of(URI url) {
		boolean tls = "https".equalsIgnoreCase(url.getScheme());
		String host = url.getHost().toLowerCase(Locale.ROOT);
		String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
		return new Origin(tls, bare, (url.getPort() >= 0) ? url.getPort() : defaultPort(tls));
	}

	/** Whether the host is an address, which has neither a DNS entry nor SNI. */
	boolean literal() {
		return this.host.indexOf(':') >= 0 || this.host.chars().allMatch((c) -> c == '.' || (c >= '0' && c <= '9'));
	}

	/** As in the Host header: without the scheme's own port. */
	String authority() {
		String full = hostAndPort();
		return (this.port == defaultPort(this.tls)) ? full.substring(0, full.lastIndexOf(':')) : full;
	}

	/** As CONNECT wants it: always with the port. */
	String hostAndPort() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

	@Override
	public String toString() {
		return (this.tls ? "https://" : "http://") + authority();
	}

	private static int defaultPort(boolean tls) {
		return tls ? 443 : 80;
	}

}
