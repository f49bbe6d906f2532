package io.ossmc.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection on which a test says exactly what is sent, and sees exactly what comes.
 */
final class RawClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	RawClient(OssEmulator emulator) throws IOException {
		this.socket = new Socket("127.0.0.1", emulator.port());
		this.socket.setSoTimeout(20_000);
		this.input = this.socket.getInputStream();
	}

	void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	/** A GET of a presigned URL. */
	void get(URI url, String... headers) throws IOException {
		request("GET", url, headers);
	}

	void request(String method, URI url, String... headers) throws IOException {
		StringBuilder head = new StringBuilder(method + " " + url.getRawPath() + "?" + url.getRawQuery());
		head.append(" HTTP/1.1\r\nHost: ").append(url.getAuthority()).append("\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		send(head + "\r\n");
	}

	Head head() throws IOException {
		String status = line();
		Map<String, String> headers = new HashMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		return new Head(status, Integer.parseInt(status.split(" ")[1]), headers);
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int letter = this.input.read(); letter != '\n'; letter = this.input.read()) {
			if (letter < 0) {
				throw new IOException("end of stream after: " + line);
			}
			if (letter != '\r') {
				line.write(letter);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	byte[] body(int length) throws IOException {
		return this.input.readNBytes(length);
	}

	byte[] toTheEnd() throws IOException {
		return this.input.readAllBytes();
	}

	int available() throws IOException {
		return this.input.available();
	}

	Socket socket() {
		return this.socket;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Head(String line, int status, Map<String, String> headers) {

		String header(String name) {
			return this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), "(none)");
		}

		int length() {
			return Integer.parseInt(header("Content-Length"));
		}

	}

}
