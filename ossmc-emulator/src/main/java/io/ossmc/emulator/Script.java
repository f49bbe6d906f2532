package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What goes over a connection in place of a reply, byte by byte: see
 * {@link Reaction#script}. Immutable; each method gives a longer script. One that is
 * ended by none of the methods for it leaves the connection as it is and goes on with the
 * next request, whatever the client thinks of the bytes.
 */
public final class Script {

	private static final Script EMPTY = new Script(List.of(), End.GO_ON);

	private final List<Step> steps;

	private final End end;

	private Script(List<Step> steps, End end) {
		this.steps = List.copyOf(steps);
		this.end = end;
	}

	/**
	 * Begins with nothing.
	 * @return the script
	 */
	public static Script begin() {
		return EMPTY;
	}

	/**
	 * Sends bytes at once.
	 * @param bytes copied
	 * @return the longer script
	 */
	public Script send(byte[] bytes) {
		return then(new Send(bytes.clone()));
	}

	/**
	 * Sends text at once.
	 * @param text in Latin-1
	 * @return the longer script
	 */
	public Script send(String text) {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Sends bytes piece by piece.
	 * @param bytes all of them
	 * @param piece how many at once
	 * @param pause before each piece
	 * @return the longer script
	 */
	public Script slowly(byte[] bytes, int piece, Duration pause) {
		List<Step> more = new ArrayList<>(this.steps);
		for (int from = 0; from < bytes.length; from += piece) {
			more.add(new Pause(pause));
			more.add(new Send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece))));
		}
		return new Script(more, this.end);
	}

	/**
	 * Sends nothing for a while.
	 * @param time how long
	 * @return the longer script
	 */
	public Script pause(Duration time) {
		return then(new Pause(time));
	}

	/**
	 * Closes the connection in the end: the client reads all and then the end of the
	 * stream.
	 * @return the ended script
	 */
	public Script close() {
		return new Script(this.steps, End.CLOSE);
	}

	/**
	 * Resets the connection in the end: the client may see less than was sent.
	 * @return the ended script
	 */
	public Script reset() {
		return new Script(this.steps, End.RESET);
	}

	/**
	 * Keeps the connection open in the end and is silent until the client closes it.
	 * @return the ended script
	 */
	public Script stall() {
		return new Script(this.steps, End.STALL);
	}

	private Script then(Step step) {
		List<Step> more = new ArrayList<>(this.steps);
		more.add(step);
		return new Script(more, this.end);
	}

	List<Step> steps() {
		return this.steps;
	}

	End end() {
		return this.end;
	}

	/** One thing to do. */
	sealed interface Step {

	}

	/**
	 * Bytes to send.
	 *
	 * @param bytes never changed
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Send(byte[] bytes) implements Step {
	}

	/**
	 * Time to wait.
	 *
	 * @param time how long
	 */
	record Pause(Duration time) implements Step {
	}

	/** What becomes of the connection. */
	enum End {

		GO_ON, CLOSE, RESET, STALL

	}

}
