package io.ossmc.connector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.ossmc.http.LoopbackServer;

/**
 * A forward proxy that keeps what it passes on, as Dragonfly does: its key is the URL
 * without the parameters that the request says to leave out, the tag and the range. It
 * looks at no {@code If-Match}, so without a tag it would serve a former version, and two
 * who ask for the same at the same time wait for one answer.
 */
final class CachingProxy extends LoopbackServer {

	private static final Set<String> OF_THIS_HOP = Set.of("proxy-authorization", "proxy-connection", "connection");

	private final Map<String, CompletableFuture<byte[]>> replies = new ConcurrentHashMap<>();

	/** Requests that may be answered from what is kept, by the URL they came with. */
	final List<String> urls = new CopyOnWriteArrayList<>();

	/** Those that may not, as method and URL. */
	final List<String> passed = new CopyOnWriteArrayList<>();

	/** The values of Proxy-Authorization, empty where there was none. */
	final Set<String> askers = ConcurrentHashMap.newKeySet();

	/** Ports of origins that are reached at others. */
	final Map<Integer, Integer> translated = new ConcurrentHashMap<>();

	final AtomicInteger hits = new AtomicInteger();

	CachingProxy() throws IOException {
		listen();
	}

	URI uri(String userInfo) {
		return URI.create("http://" + userInfo + "127.0.0.1:" + port());
	}

	@Override
	protected void serve(Socket client) throws IOException {
		try (client) {
			client.setTcpNoDelay(true);
			for (String head = head(client.getInputStream()); !head.isEmpty(); head = head(client.getInputStream())) {
				client.getOutputStream().write(reply(head));
			}
		}
	}

	private byte[] reply(String head) {
		String[] lines = head.split("\r\n");
		String method = lines[0].split(" ")[0];
		URI url = URI.create(lines[0].split(" ")[1]);
		Map<String, String> headers = headers(lines);
		this.askers.add(headers.getOrDefault("proxy-authorization", ""));
		if (headers.containsKey("cache-control")) {
			this.passed.add(method + " " + url);
			return askOrFail(method, url, headers);
		}
		this.urls.add(url.toString());
		CompletableFuture<byte[]> mine = new CompletableFuture<>();
		CompletableFuture<byte[]> others = this.replies.putIfAbsent(key(url, headers), mine);
		if (others != null) {
			this.hits.incrementAndGet();
			return others.join();
		}
		mine.complete(askOrFail(method, url, headers));
		return mine.join();
	}

	private byte[] askOrFail(String method, URI url, Map<String, String> headers) {
		try {
			return ask(method, url, headers);
		}
		catch (IOException ex) {
			return "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
		}
	}

	private static String key(URI url, Map<String, String> headers) {
		List<String> filtered = List.of(headers.getOrDefault("x-dragonfly-filtered-query-params", "").split(","));
		String query = Arrays.stream(url.getRawQuery().split("&"))
			.filter((parameter) -> !filtered.contains(parameter.split("=")[0]))
			.collect(Collectors.joining("&"));
		return url.getRawAuthority() + url.getRawPath() + "?" + query + " " + headers.get("x-dragonfly-tag") + " "
				+ headers.get("range");
	}

	/** Over a connection of its own, so that its end is that of the reply. */
	private byte[] ask(String method, URI url, Map<String, String> headers) throws IOException {
		String target = url.getRawPath() + ((url.getRawQuery() != null) ? "?" + url.getRawQuery() : "");
		StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nConnection: close\r\n");
		headers.forEach((name, value) -> {
			if (!OF_THIS_HOP.contains(name)) {
				head.append(name).append(": ").append(value).append("\r\n");
			}
		});
		try (Socket origin = opened(
				new Socket(url.getHost(), this.translated.getOrDefault(url.getPort(), url.getPort())))) {
			origin.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
			String reply = head(origin.getInputStream());
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes(reply.replaceAll("(?im)^connection:.*\r\n", "").getBytes(StandardCharsets.ISO_8859_1));
			origin.getInputStream().transferTo(bytes);
			return bytes.toByteArray();
		}
	}

	private static Map<String, String> headers(String[] lines) {
		Map<String, String> headers = new TreeMap<>();
		Arrays.stream(lines).skip(1).forEach((line) -> {
			String[] pair = line.split(": ", 2);
			headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1]);
		});
		return headers;
	}

	/** Empty at the end of the stream. */
	private static String head(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
			int b = in.read();
			if (b < 0) {
				return "";
			}
			head.append((char) b);
		}
		return head.toString();
	}

}
