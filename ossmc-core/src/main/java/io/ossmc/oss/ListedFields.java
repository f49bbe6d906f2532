package io.ossmc.oss;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

import io.ossmc.sign.PercentEncoding;
import io.ossmc.text.ServerText;

/**
 * The values of a listing as they are said: characters between two tags. A listing has
 * millions of them, so that each is read where it lies, and a text that is the one of the
 * line before (a storage class, a second) is not made again. For one page, on one thread.
 */
final class ListedFields {

	/** As all times of OSS: {@code 2026-01-31T23:59:59.000Z}. */
	private static final String TIME = "dddd-dd-ddTdd:dd:dd.dddZ";

	private final byte[] octets = new byte[ListPageParser.LONGEST_VALUE];

	private String lastText = "";

	private Instant lastTime = Instant.EPOCH;

	private long lastMillis;

	private long lastDate = Long.MIN_VALUE;

	private long lastEpochDay;

	/**
	 * A key with {@code encoding-type=url}, in which a plus is a space.
	 * @throws UnusableReply if it is not well-formed: empty, not ASCII, a bad percent
	 * sign, bytes that are not UTF-8
	 */
	String key(char[] text, int length) throws UnusableReply {
		if (length == 0) {
			throw new UnusableReply("an entry has no key");
		}
		String key = PercentEncoding.decode(text, length, this.octets);
		if (key == null) {
			throw new UnusableReply("a key is not url-encoded: " + ServerText.shown(new String(text, 0, length)));
		}
		return key;
	}

	/** A number of bytes; -1 if it is none. */
	long size(char[] text, int length) {
		if (length == 0 || length > 18) {
			return -1;
		}
		long size = 0;
		for (int i = 0; i < length; i++) {
			if (text[i] < '0' || text[i] > '9') {
				return -1;
			}
			size = 10 * size + text[i] - '0';
		}
		return size;
	}

	/** An ETag, without quotes. */
	String unquoted(char[] text, int length) {
		if (length >= 2 && text[0] == '"' && text[length - 1] == '"') {
			String inner = new String(text, 1, length - 2);
			return (inner.indexOf('"') < 0) ? inner : inner.replace("\"", "");
		}
		return new String(text, 0, length).replace("\"", "");
	}

	/** A text that many lines have in common, as people may see it. */
	String common(char[] text, int length) {
		if (!same(this.lastText, text, length)) {
			this.lastText = ServerText.shown(new String(text, 0, length));
		}
		return this.lastText;
	}

	private static boolean same(String last, char[] text, int length) {
		if (last.length() != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (last.charAt(i) != text[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A point of time.
	 * @throws DateTimeException if there is none like it
	 */
	Instant time(char[] text, int length) {
		if (!isTime(text, length)) {
			return Instant.parse(new String(text, 0, length));
		}
		int hour = number(text, 11, 2);
		int minute = number(text, 14, 2);
		int second = number(text, 17, 2);
		if (hour > 23 || minute > 59 || second > 59) {
			return Instant.parse(new String(text, 0, length));
		}
		long millis = ((epochDay(text) * 24 + hour) * 60 + minute) * 60_000L + second * 1000L + number(text, 20, 3);
		if (millis != this.lastMillis) {
			this.lastTime = Instant.ofEpochMilli(millis);
			this.lastMillis = millis;
		}
		return this.lastTime;
	}

	private long epochDay(char[] text) {
		int year = number(text, 0, 4);
		int month = number(text, 5, 2);
		int day = number(text, 8, 2);
		long date = (year * 100L + month) * 100 + day;
		if (date != this.lastDate) {
			this.lastEpochDay = LocalDate.of(year, month, day).toEpochDay();
			this.lastDate = date;
		}
		return this.lastEpochDay;
	}

	private static boolean isTime(char[] text, int length) {
		if (length != TIME.length()) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			char wanted = TIME.charAt(i);
			if ((wanted == 'd') ? text[i] < '0' || text[i] > '9' : text[i] != wanted) {
				return false;
			}
		}
		return true;
	}

	private static int number(char[] text, int start, int digits) {
		int number = 0;
		for (int i = start; i < start + digits; i++) {
			number = 10 * number + text[i] - '0';
		}
		return number;
	}

}
