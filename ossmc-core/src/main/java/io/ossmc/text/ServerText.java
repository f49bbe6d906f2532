package io.ossmc.text;

/**
 * Text that somebody else chose - a server, or who named an object - made fit for
 * messages and logs: one line of bounded length that neither moves a terminal's cursor
 * nor turns the direction of writing (UAX #9).
 */
public final class ServerText {

	/** Characters shown at most. */
	static final int LONGEST = 512;

	private ServerText() {
	}

	/**
	 * The text as it may be shown.
	 * @param text as it came
	 * @return without control and format characters, line separators and halves of
	 * surrogate pairs, each run of which becomes one space; at most 512 characters, then
	 * an ellipsis
	 */
	public static String shown(String text) {
		return line(text, LONGEST);
	}

	/**
	 * A sentence that holds such text, such as the path of a file with an object's name.
	 * @param text of any length
	 * @return as {@link #shown}, but whole
	 */
	public static String plain(String text) {
		return line(text, text.length());
	}

	private static String line(String text, int longest) {
		StringBuilder line = new StringBuilder(Math.min(text.length(), longest + 1));
		boolean gap = false;
		for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
			int c = text.codePointAt(i);
			if (hidden(c)) {
				gap = true;
				continue;
			}
			if (line.length() + Character.charCount(c) + (gap ? 1 : 0) > longest) {
				return line.append('…').toString();
			}
			if (gap && !line.isEmpty()) {
				line.append(' ');
			}
			gap = false;
			line.appendCodePoint(c);
		}
		return line.toString();
	}

	private static boolean hidden(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
