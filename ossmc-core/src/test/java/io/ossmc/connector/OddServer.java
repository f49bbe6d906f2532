package io.ossmc.connector;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.ossmc.http.LoopbackServer;

/** Answers as a test says: the reply to each request head, whole. */
final class OddServer extends LoopbackServer {

	private final Function<String, String> replies;

	/** Heads, in the order of their arrival. */
	final List<String> requests = new CopyOnWriteArrayList<>();

	OddServer(Function<String, String> replies) throws IOException {
		this.replies = replies;
		listen();
	}

	String endpoint() {
		return "http://127.0.0.1:" + port();
	}

	@Override
	protected void serve(Socket client) throws IOException {
		try (client) {
			client.setTcpNoDelay(true);
			for (String head = head(client); !head.isEmpty(); head = head(client)) {
				this.requests.add(head);
				String reply = this.replies.apply(head);
				client.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
				if (!reply.contains("Content-Length") && !head.startsWith("HEAD")) {
					return;
				}
			}
		}
	}

	/** Empty at the end of the stream. */
	private static String head(Socket client) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
			int b = client.getInputStream().read();
			if (b < 0) {
				return "";
			}
			head.append((char) b);
		}
		return head.toString();
	}

	/** A reply with a body and its length. */
	static String reply(String status, String headers, String body) {
		return "HTTP/1.1 " + status + "\r\nServer: AliyunOSS\r\nx-oss-request-id: 5C3D9778CC1C2AEDF85B\r\n" + headers
				+ "Content-Type: application/xml\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
				+ "\r\n\r\n" + body;
	}

	/** A page of a listing. */
	static String page(String rest) {
		return reply("200 OK", "",
				"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult><Name>models</Name>"
						+ "<MaxKeys>1000</MaxKeys><KeyCount>1</KeyCount>" + "<EncodingType>url</EncodingType>" + rest
						+ "</ListBucketResult>");
	}

	/** An object of a page, its key encoded. */
	static String object(String key, String size) {
		return "<Contents><Key>" + key + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
				+ "<ETag>\"5B3C1A2E053D763E1B002CC607C5A0FE\"</ETag><Type>Normal</Type><Size>" + size
				+ "</Size><StorageClass>Standard</StorageClass></Contents>";
	}

}
