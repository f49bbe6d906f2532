package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply as it would be sent, for a {@link Reaction#script} to make something else of.
 * Immutable; nothing here looks after consistency.
 */
public final class PlainReply {

	private final String status;

	private final List<Header> headers;

	private final byte[] body;

	private PlainReply(String status, List<Header> headers, byte[] body) {
		this.status = status;
		this.headers = List.copyOf(headers);
		this.body = body;
	}

	/**
	 * A reply of nothing but a status.
	 * @param status the whole status line, as {@code HTTP/1.1 200 OK}
	 * @return the reply
	 */
	public static PlainReply of(String status) {
		return new PlainReply(status, List.of(), new byte[0]);
	}

	/**
	 * The same with another status line.
	 * @param status the whole of it
	 * @return the other reply
	 */
	public PlainReply status(String status) {
		return new PlainReply(status, this.headers, this.body);
	}

	/**
	 * The status line.
	 * @return the line
	 */
	public String status() {
		return this.status;
	}

	/**
	 * A header's value.
	 * @param name in any case
	 * @return the value of the first header of this name
	 */
	public Optional<String> header(String name) {
		return this.headers.stream().filter((header) -> header.is(name)).map(Header::value).findFirst();
	}

	/**
	 * The same with a header in place of all of its name.
	 * @param name the header
	 * @param value its value
	 * @return the other reply
	 */
	public PlainReply with(String name, String value) {
		return without(name).adding(name, value);
	}

	/**
	 * The same with one header more, even if there is one of this name.
	 * @param name the header
	 * @param value its value
	 * @return the other reply
	 */
	public PlainReply adding(String name, String value) {
		List<Header> more = new ArrayList<>(this.headers);
		more.add(new Header(name, value));
		return new PlainReply(this.status, more, this.body);
	}

	/**
	 * The same without a header.
	 * @param name in any case
	 * @return the other reply
	 */
	public PlainReply without(String name) {
		return new PlainReply(this.status, this.headers.stream().filter((header) -> !header.is(name)).toList(),
				this.body);
	}

	/**
	 * The same with another body; the headers go on describing the old one.
	 * @param body copied
	 * @return the other reply
	 */
	public PlainReply body(byte[] body) {
		return new PlainReply(this.status, this.headers, body.clone());
	}

	/**
	 * The same with another body and its length.
	 * @param text in UTF-8
	 * @return the other reply
	 */
	public PlainReply text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return with("Content-Length", Integer.toString(bytes.length)).body(bytes);
	}

	/**
	 * The body: empty for a HEAD.
	 * @return a copy
	 */
	public byte[] body() {
		return this.body.clone();
	}

	/**
	 * Status line, headers and the empty line after them, as they are sent.
	 * @return the bytes
	 */
	public byte[] head() {
		StringBuilder text = new StringBuilder(this.status).append("\r\n");
		this.headers.forEach((header) -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
		return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Sends head and body.
	 * @return a script to be continued
	 */
	public Script send() {
		return Script.begin().send(head()).send(this.body);
	}

	private record Header(String name, String value) {

		boolean is(String other) {
			return this.name.equalsIgnoreCase(other);
		}

	}

}
