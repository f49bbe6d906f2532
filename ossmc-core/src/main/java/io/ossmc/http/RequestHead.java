package io.ossmc.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request. Adding a header that OSS signs here means signing it elsewhere;
 * those for a proxy are explained at {@link ForwardProxy}.
 */
final class RequestHead {

	private static final String USER_AGENT = "ossmc/"
			+ Objects.requireNonNullElse(RequestHead.class.getPackage().getImplementationVersion(), "dev");

	private static final String FILTERED = String.join(",", ForwardProxy.SIGNATURE_PARAMETERS);

	private static final String FILTERED_BEFORE_2_2 = String.join("&", ForwardProxy.SIGNATURE_PARAMETERS);

	private RequestHead() {
	}

	/** To the origin itself, or to a proxy that reads along. */
	static ByteBuffer of(RangeRequest request, Origin origin, @Nullable ForwardProxy proxy) {
		String head = start("GET", request.url(), origin, proxy) //
				+ "Range: bytes=" + request.first() + "-" + request.last() + "\r\n" //
				+ "If-Match: \"" + request.etag() + "\"\r\n" //
				+ ((proxy != null) ? forCaches(request) + authorization(proxy) : "") + "\r\n";
		return buffer(head);
	}

	/**
	 * To the origin itself, or to a proxy that reads along and must not answer itself.
	 */
	static ByteBuffer of(HttpRequest request, Origin origin, @Nullable ForwardProxy proxy) {
		StringBuilder head = new StringBuilder(start(request.method(), request.url(), origin, proxy));
		request.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (proxy != null) {
			head.append("Cache-Control: no-cache\r\n").append(authorization(proxy));
		}
		return buffer(head.append("\r\n").toString());
	}

	/** Request line and what every request has. */
	private static String start(String method, URI url, Origin origin, @Nullable ForwardProxy proxy) {
		String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
		String target = (url.getRawQuery() != null) ? path + "?" + url.getRawQuery() : path;
		return method + " " + ((proxy != null) ? "http://" + origin.authority() : "") + target + " HTTP/1.1\r\n" //
				+ "Host: " + origin.authority() + "\r\n" //
				+ "User-Agent: " + USER_AGENT + "\r\n" //
				+ "Accept-Encoding: identity\r\n";
	}

	/** To a proxy that is to pass bytes on without reading them. */
	static ByteBuffer connect(Origin origin, ForwardProxy proxy) {
		return buffer("CONNECT " + origin.hostAndPort() + " HTTP/1.1\r\n" //
				+ "Host: " + origin.hostAndPort() + "\r\n" //
				+ "User-Agent: " + USER_AGENT + "\r\n" //
				+ authorization(proxy) + "\r\n");
	}

	private static String forCaches(RangeRequest request) {
		return "X-Dragonfly-Filtered-Query-Params: " + FILTERED + "\r\n" //
				+ "X-Dragonfly-Filter: " + FILTERED_BEFORE_2_2 + "\r\n" //
				+ "X-Dragonfly-Tag: " + request.etag() + "\r\n" //
				+ "X-Dragonfly-Use-P2P: true\r\n";
	}

	private static String authorization(ForwardProxy proxy) {
		String authorization = proxy.authorization();
		return (authorization != null) ? "Proxy-Authorization: " + authorization + "\r\n" : "";
	}

	private static ByteBuffer buffer(String head) {
		byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

}
