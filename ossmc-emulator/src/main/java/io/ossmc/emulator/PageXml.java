package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the XML of a page as bytes, the same as {@link OssXml} would: a page has a
 * thousand entries, and a bucket a thousand pages. Element names are ASCII.
 */
final class PageXml {

	private byte[] bytes = new byte[256 << 10];

	private int length;

	PageXml(String root) {
		ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
		open(root);
	}

	void open(String element) {
		ascii("<");
		ascii(element);
		ascii(">");
	}

	void close(String element) {
		ascii("</");
		ascii(element);
		ascii(">");
	}

	/** An element with a text, of which markup is escaped. */
	void text(String element, String text) {
		open(element);
		escaped(text);
		close(element);
	}

	/** An element with a percent-encoded text. */
	void encoded(String element, String text) {
		open(element);
		byte[] octets = text.getBytes(StandardCharsets.UTF_8);
		room(3 * octets.length);
		this.length = PercentEncoding.encode(octets, true, this.bytes, this.length);
		close(element);
	}

	/** An element with a number that is not negative. */
	void number(String element, long number) {
		text(element, Long.toString(number));
	}

	/** A text in quotes. */
	void quoted(String text) {
		ascii("\"");
		escaped(text);
		ascii("\"");
	}

	private void escaped(String text) {
		for (int i = 0; i < text.length(); i++) {
			char letter = text.charAt(i);
			if (letter == '<' || letter == '>' || letter == '&' || letter >= 0x80) {
				raw(text.replace("&", "&amp;")
					.replace("<", "&lt;")
					.replace(">", "&gt;")
					.getBytes(StandardCharsets.UTF_8));
				return;
			}
		}
		ascii(text);
	}

	@SuppressWarnings("deprecation")
	private void ascii(String text) {
		room(text.length());
		// Of ASCII the low bytes are all there is.
		text.getBytes(0, text.length(), this.bytes, this.length);
		this.length += text.length();
	}

	private void raw(byte[] more) {
		room(more.length);
		System.arraycopy(more, 0, this.bytes, this.length, more.length);
		this.length += more.length;
	}

	private void room(int more) {
		if (this.bytes.length - this.length < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.length + more));
		}
	}

	byte[] end(String root) {
		close(root);
		return Arrays.copyOf(this.bytes, this.length);
	}

}
