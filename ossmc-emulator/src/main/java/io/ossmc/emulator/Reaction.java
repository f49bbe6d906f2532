package io.ossmc.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What a {@link RequestHook} does to one request. Reactions are values and compose:
 * {@code delay(Duration.ofMillis(50)).then(throttle(1 << 20)).then(closeAfter(4096))}.
 * Delays add up, the smallest throttle and the first cut count, corruptions and header
 * changes all apply, and of several answers in place of the normal one the last.
 */
public sealed interface Reaction {

	/**
	 * The normal answer.
	 * @return the reaction
	 */
	static Reaction proceed() {
		return new All(List.of());
	}

	/**
	 * Another answer: OSS's error XML with this code.
	 * @param status the HTTP status
	 * @param code OSS's error code, as {@code InternalError}
	 * @param headers more headers
	 * @return the reaction
	 */
	static Reaction status(int status, String code, Map<String, String> headers) {
		return new Status(status, code, Map.copyOf(headers));
	}

	/**
	 * Another answer: OSS's error XML with this code.
	 * @param status the HTTP status
	 * @param code OSS's error code, as {@code InternalError}
	 * @return the reaction
	 */
	static Reaction status(int status, String code) {
		return status(status, code, Map.of());
	}

	/**
	 * A 503 as OSS sends it when a limit is exceeded, with the time after which to come
	 * again.
	 * @param delay sent in milliseconds as {@code x-oss-qos-delay-time}
	 * @return the reaction
	 */
	static Reaction qosDelay(Duration delay) {
		return status(503, "DownloadTrafficRateLimitExceeded",
				Map.of("x-oss-qos-delay-time", Long.toString(delay.toMillis())));
	}

	/**
	 * A 307 to another place.
	 * @param location the value of {@code Location}
	 * @return the reaction
	 */
	static Reaction redirect(String location) {
		return status(307, "TemporaryRedirect", Map.of("Location", location));
	}

	/**
	 * The answer begins later by this time.
	 * @param time to wait
	 * @return the reaction
	 */
	static Reaction delay(Duration time) {
		return new Delay(time);
	}

	/**
	 * The answer begins when the stage has completed, however it completes.
	 * @param gate to wait for
	 * @return the reaction
	 */
	static Reaction when(CompletionStage<?> gate) {
		return new Gate(gate);
	}

	/**
	 * The body comes at this rate, or slower where the emulator is slower.
	 * @param bytesPerSecond the rate
	 * @return the reaction
	 */
	static Reaction throttle(long bytesPerSecond) {
		return new Throttle(bytesPerSecond);
	}

	/**
	 * The connection ends after exactly so many bytes of the body: the client reads them
	 * and then the end of the stream.
	 * @param bodyBytes how many
	 * @return the reaction
	 */
	static Reaction closeAfter(long bodyBytes) {
		return new Cut(bodyBytes, Cut.End.CLOSE);
	}

	/**
	 * The connection is reset once so many bytes of the body were handed to the kernel:
	 * the client may see fewer.
	 * @param bodyBytes how many
	 * @return the reaction
	 */
	static Reaction resetAfter(long bodyBytes) {
		return new Cut(bodyBytes, Cut.End.RESET);
	}

	/**
	 * Nothing comes after so many bytes of the body, and the connection stays open until
	 * the client closes it.
	 * @param bodyBytes how many
	 * @return the reaction
	 */
	static Reaction stallAfter(long bodyBytes) {
		return new Cut(bodyBytes, Cut.End.STALL);
	}

	/**
	 * The byte at this position of the object, if it is among those sent, is inverted.
	 * @param offset from the begin of the object, not of the range
	 * @return the reaction
	 */
	static Reaction corrupt(long offset) {
		return new Corrupt(offset);
	}

	/**
	 * The answer lacks this header. Without {@code Content-Length}, the end of the
	 * connection ends the body.
	 * @param name the header
	 * @return the reaction
	 */
	static Reaction omitHeader(String name) {
		return new OmitHeader(name);
	}

	/**
	 * The answer has this header with this value, whatever it would have had.
	 * @param name the header
	 * @param value its value
	 * @return the reaction
	 */
	static Reaction replaceHeader(String name, String value) {
		return new ReplaceHeader(name, value);
	}

	/**
	 * The whole object with status 200, whatever range was asked for.
	 * @return the reaction
	 */
	static Reaction ignoreRange() {
		return new IgnoreRange();
	}

	/**
	 * The answer to another query: as if these parameters had come, beside the others.
	 * @param parameters by name, decoded; empty for one that had not come
	 * @return the reaction
	 */
	static Reaction query(Map<String, String> parameters) {
		return new Query(Map.copyOf(parameters));
	}

	/**
	 * {@code Transfer-Encoding: chunked} in place of {@code Content-Length}.
	 * @return the reaction
	 */
	static Reaction chunked() {
		return new Chunked();
	}

	/**
	 * Something else than the reply that would be sent: any bytes, at any pace. Delays,
	 * gates and statuses that come with it count, whatever else is done to a body does
	 * not, nor do rate limits. The whole body is held in memory.
	 * @param director makes a script of the reply; called on a thread that may take its
	 * time
	 * @return the reaction
	 */
	static Reaction script(Function<PlainReply, Script> director) {
		return new Scripted(director);
	}

	/**
	 * This and the other too.
	 * @param next the other
	 * @return the reaction
	 */
	default Reaction then(Reaction next) {
		List<Reaction> all = new ArrayList<>(parts());
		all.addAll(next.parts());
		return new All(List.copyOf(all));
	}

	/**
	 * The single reactions this one is made of, in their order.
	 * @return the parts
	 */
	default List<Reaction> parts() {
		return List.of(this);
	}

	/**
	 * Several reactions.
	 *
	 * @param parts none of them of this type
	 */
	record All(List<Reaction> parts) implements Reaction {
	}

	/**
	 * See {@link Reaction#status}.
	 *
	 * @param status the HTTP status
	 * @param code OSS's error code
	 * @param headers more headers
	 */
	record Status(int status, String code, Map<String, String> headers) implements Reaction {
	}

	/**
	 * See {@link Reaction#delay}.
	 *
	 * @param time to wait
	 */
	record Delay(Duration time) implements Reaction {
	}

	/**
	 * See {@link Reaction#when}.
	 *
	 * @param stage to wait for
	 */
	record Gate(CompletionStage<?> stage) implements Reaction {
	}

	/**
	 * See {@link Reaction#throttle}.
	 *
	 * @param bytesPerSecond the rate
	 */
	record Throttle(long bytesPerSecond) implements Reaction {
	}

	/**
	 * See {@link Reaction#closeAfter}, {@link Reaction#resetAfter} and
	 * {@link Reaction#stallAfter}.
	 *
	 * @param bodyBytes how many bytes of the body come before
	 * @param end what comes then
	 */
	record Cut(long bodyBytes, End end) implements Reaction {

		/** How a body ends too early. */
		public enum End {

			/** Orderly end of the stream. */
			CLOSE,
			/** TCP reset. */
			RESET,
			/** Silence. */
			STALL

		}

	}

	/**
	 * See {@link Reaction#corrupt}.
	 *
	 * @param offset in the object
	 */
	record Corrupt(long offset) implements Reaction {
	}

	/**
	 * See {@link Reaction#omitHeader}.
	 *
	 * @param name the header
	 */
	record OmitHeader(String name) implements Reaction {
	}

	/**
	 * See {@link Reaction#replaceHeader}.
	 *
	 * @param name the header
	 * @param value its value
	 */
	record ReplaceHeader(String name, String value) implements Reaction {
	}

	/**
	 * See {@link Reaction#script}.
	 *
	 * @param director makes a script of the reply
	 */
	record Scripted(Function<PlainReply, Script> director) implements Reaction {
	}

	/**
	 * See {@link Reaction#query}.
	 *
	 * @param parameters by name
	 */
	record Query(Map<String, String> parameters) implements Reaction {
	}

	/** See {@link Reaction#ignoreRange}. */
	record IgnoreRange() implements Reaction {
	}

	/** See {@link Reaction#chunked}. */
	record Chunked() implements Reaction {
	}

}
