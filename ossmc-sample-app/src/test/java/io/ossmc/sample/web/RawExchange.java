package io.ossmc.sample.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One request as it goes over the wire, with the headers that no client library lets one
 * choose, and its answer. Needs little memory, however large the body.
 *
 * @param status the status code
 * @param text head and body of the answer
 */
record RawExchange(int status, String text) {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Sends a request without body.
	 * @param address where to
	 * @param port where to
	 * @param requestLine method and target
	 * @param headers whole lines, {@code Host} among them
	 */
	static RawExchange of(InetAddress address, int port, String requestLine, String... headers) throws IOException {
		return of(address, port, requestLine, List.of(headers), (out) -> {
		});
	}

	/**
	 * Sends a request whose body is written while the answer is awaited: it may come in
	 * the middle of the body.
	 */
	static RawExchange of(InetAddress address, int port, String requestLine, List<String> headers, Body body)
			throws IOException {
		try (Socket socket = new Socket(address, port)) {
			socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
			String head = requestLine + " HTTP/1.1\r\n" + String.join("\r\n", headers)
					+ "\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
			Thread.ofVirtual().start(() -> write(body, socket));
			String text = read(socket);
			return new RawExchange(Integer.parseInt(text.split(" ", 3)[1]), text);
		}
	}

	private static void write(Body body, Socket socket) {
		try {
			body.writeTo(socket.getOutputStream());
			socket.shutdownOutput();
		}
		catch (IOException ex) {
			// The gateway has heard enough: what it answered tells why.
			return;
		}
	}

	private static String read(Socket socket) throws IOException {
		StringBuilder text = new StringBuilder();
		byte[] buffer = new byte[8192];
		SocketException reset = null;
		try {
			for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
				text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
			}
		}
		catch (SocketException ex) {
			// A reset after the answer: the rest of the body found nobody. Without one it
			// is said below.
			reset = ex;
		}
		if (text.isEmpty()) {
			throw new IOException("the gateway ended the connection without an answer", reset);
		}
		return text.toString();
	}

	String header(String name) {
		return this.text.lines()
			.takeWhile((line) -> !line.isEmpty())
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

	/** What is sent after the head. */
	interface Body {

		byte[] START = "{\"model\":\"".getBytes(StandardCharsets.US_ASCII);

		byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

		void writeTo(OutputStream out) throws IOException;

		/** A JSON document with one long text. */
		static Body fixed(long bytes) {
			return (out) -> {
				long left = bytes - START.length - END.length;
				out.write(START);
				for (byte[] letters = letters(); left > 0; left -= letters.length) {
					out.write(letters, 0, (int) Math.min(letters.length, left));
				}
				out.write(END);
			};
		}

		/** The same in chunks: nobody knows beforehand how long it will be. */
		static Body chunked(long bytes) {
			return (out) -> {
				chunk(out, START);
				byte[] letters = letters();
				for (long sent = 0; sent < bytes; sent += letters.length) {
					chunk(out, letters);
				}
				chunk(out, END);
				chunk(out, new byte[0]);
			};
		}

		private static byte[] letters() {
			byte[] letters = new byte[64 * 1024];
			Arrays.fill(letters, (byte) 'a');
			return letters;
		}

		private static void chunk(OutputStream out, byte[] bytes) throws IOException {
			out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			out.write(bytes);
			out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
		}

	}

}
