package io.ossmc.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * A server on a raw socket that does what a test says: the n-th connection is served by
 * the n-th script, later ones by the last.
 */
final class ScriptedServer implements AutoCloseable {

	private final ServerSocket socket;

	private final @Nullable SSLContext tls;

	private final List<Script> scripts;

	private final List<Connection> connections = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private ScriptedServer(@Nullable SSLContext tls, List<Script> scripts) throws IOException {
		this.tls = tls;
		this.scripts = scripts;
		this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		Thread.ofPlatform().daemon().name("scripted-server").start(this::accept);
	}

	static ScriptedServer plain(Script... scripts) throws IOException {
		return new ScriptedServer(null, List.of(scripts));
	}

	static ScriptedServer tls(SSLContext context, Script... scripts) throws IOException {
		return new ScriptedServer(context, List.of(scripts));
	}

	/** Serves ranges of an object for as long as the client asks. */
	static Script ranges(byte[] object) {
		return (connection) -> {
			for (String request = connection.request(); !request.isEmpty(); request = connection.request()) {
				connection.range(request, object);
			}
		};
	}

	/** Answers every request with the same bytes. */
	static Script always(String reply) {
		return (connection) -> {
			for (String request = connection.request(); !request.isEmpty(); request = connection.request()) {
				connection.send(reply);
			}
		};
	}

	/** Answers one request and closes. */
	static Script once(String reply) {
		return (connection) -> {
			connection.request();
			connection.send(reply);
		};
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.socket.accept();
				client.setTcpNoDelay(true);
				Script script = this.scripts.get(Math.min(this.connections.size(), this.scripts.size() - 1));
				Connection connection = new Connection(client);
				this.connections.add(connection);
				Thread.ofPlatform().daemon().name("scripted-connection").start(() -> serve(connection, script));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Connection connection, Script script) {
		try (connection) {
			connection.open(this.tls);
			script.serve(connection);
		}
		catch (IOException ex) {
			// Tests make clients break connections; what matters they see on their side.
		}
		catch (Exception ex) {
			throw new IllegalStateException("script failed", ex);
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/** The URL of an object, with a query that nobody may ever see. */
	URI url() {
		return url("127.0.0.1");
	}

	URI url(String host) {
		String scheme = (this.tls != null) ? "https" : "http";
		return URI
			.create("%s://%s:%d/bucket/model.bin?x-oss-signature=SECRET&Expires=1".formatted(scheme, host, port()));
	}

	List<String> requests() {
		return this.requests;
	}

	int accepted() {
		return this.connections.size();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		this.connections.forEach(Connection::close);
	}

	/** What one connection does. */
	@FunctionalInterface
	interface Script {

		void serve(Connection connection) throws Exception;

	}

	/** The server's side of one connection. */
	final class Connection implements AutoCloseable {

		private final Socket raw;

		private @Nullable SSLSocket secured;

		private Connection(Socket raw) {
			this.raw = raw;
		}

		private void open(@Nullable SSLContext context) throws IOException {
			if (context != null) {
				SSLSocket socket = (SSLSocket) context.getSocketFactory()
					.createSocket(this.raw, "client", this.raw.getPort(), true);
				socket.setUseClientMode(false);
				this.secured = socket;
			}
		}

		SSLSocket secured() {
			if (this.secured == null) {
				throw new IllegalStateException("not a TLS server");
			}
			return this.secured;
		}

		private Socket socket() {
			return (this.secured != null) ? this.secured : this.raw;
		}

		/** Reads a request head; empty at the end of the stream. */
		String request() throws IOException {
			InputStream in = socket().getInputStream();
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (true) {
				int b = in.read();
				if (b < 0) {
					return "";
				}
				head.write(b);
				String text = head.toString(StandardCharsets.ISO_8859_1);
				if (b == '\n' && text.endsWith("\r\n\r\n")) {
					ScriptedServer.this.requests.add(text);
					return text;
				}
			}
		}

		/** Waits until the client closes. */
		void awaitEnd() throws IOException {
			InputStream in = socket().getInputStream();
			while (in.read() >= 0) {
				continue;
			}
		}

		void send(String text) throws IOException {
			send(text.getBytes(StandardCharsets.ISO_8859_1));
		}

		void send(byte[] bytes) throws IOException {
			OutputStream out = socket().getOutputStream();
			out.write(bytes);
			out.flush();
		}

		/** In pieces of random sizes; a TLS server makes a record of each. */
		void send(byte[] bytes, int largest, Random sizes) throws IOException {
			for (int sent = 0; sent < bytes.length;) {
				int n = Math.min(bytes.length - sent, 1 + sizes.nextInt(largest));
				send(Arrays.copyOfRange(bytes, sent, sent + n));
				sent += n;
			}
		}

		void range(String request, byte[] object) throws IOException {
			byte[] body = body(request, object);
			send(head(request, object));
			send(body);
		}

		/** Ends the stream without a TLS close_notify. */
		void cut() throws IOException {
			this.raw.close();
		}

		void reset() throws IOException {
			this.raw.setSoLinger(true, 0);
			this.raw.close();
		}

		@Override
		public void close() {
			try {
				socket().close();
				this.raw.close();
			}
			catch (IOException ex) {
				// Gone.
			}
		}

	}

	/** The head of a right reply. */
	static String head(String request, byte[] object) {
		long[] range = range(request);
		return """
				HTTP/1.1 206 Partial Content
				Server: AliyunOSS
				Content-Type: application/octet-stream
				Content-Length: %d
				Content-Range: bytes %d-%d/%d
				ETag: "%s"
				x-oss-request-id: 5C3D9778CC1C2AEDF85B
				x-oss-hash-crc64ecma: 11051210869376104954

				""".replace("\n", "\r\n").formatted(range[1] - range[0] + 1, range[0], range[1], object.length, ETAG);
	}

	static byte[] body(String request, byte[] object) {
		long[] range = range(request);
		return Arrays.copyOfRange(object, (int) range[0], (int) range[1] + 1);
	}

	private static long[] range(String request) {
		String value = header(request, "Range").substring("bytes=".length());
		return Arrays.stream(value.split("-")).mapToLong(Long::parseLong).toArray();
	}

	static String header(String request, String name) {
		return request.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

	/** The version every scripted object has. */
	static final String ETAG = "5B3C1A2E053D763E1B002CC607C5A0FE";

}
