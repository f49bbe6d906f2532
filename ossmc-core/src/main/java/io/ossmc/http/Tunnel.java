package io.ossmc.http;

import java.io.IOException;

/** Asks a proxy to pass bytes on to an origin (RFC 9110, 9.3.6). */
final class Tunnel {

	private Tunnel() {
	}

	/** Afterwards whatever goes over the wire is between us and the origin. */
	static void open(Wire wire, Origin origin, ForwardProxy proxy) throws IOException {
		HttpConnection connection = new HttpConnection(origin, wire, new PlainTransport(wire));
		ResponseHead head = connection.exchange(RequestHead.connect(origin, proxy));
		if (head.status() / 100 != 2) {
			// Its body is for browsers, and the wire is of no use: neither is waited for.
			throw ErrorReply.of(connection, head).tunnelFailure(origin, proxy);
		}
		// A 2xx has no body, whatever its headers say, and in TLS the client speaks
		// first.
		if (connection.hasUnread()) {
			throw new HttpFailure.Protocol("bytes after status " + head.status() + " to CONNECT");
		}
	}

}
