package io.ossmc.http;

import io.ossmc.text.ServerText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Reads a reply that says no: as much of its body as is worth it, and what its headers
 * advise.
 */
final class ErrorReply {

	/** What is read to save the connection; a larger body costs more than a new one. */
	static final int MAX_BODY = 64 * 1024;

	/** What is believed of an advice to wait: beyond that it is a mistake. */
	private static final Duration MAX_WAIT = Duration.ofHours(1);

	private final HttpConnection connection;

	private final ResponseHead head;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private boolean consumed;

	private ErrorReply(HttpConnection connection, ResponseHead head) {
		this.connection = connection;
		this.head = head;
	}

	/** Only the head, whatever follows it. */
	static ErrorReply of(HttpConnection connection, ResponseHead head) {
		return new ErrorReply(connection, head);
	}

	static ErrorReply read(HttpConnection connection, ResponseHead head) {
		return read(connection, head, false);
	}

	/**
	 * Head and body.
	 * @param bodiless whether it answers a HEAD: what would be the body is in a header
	 */
	static ErrorReply read(HttpConnection connection, ResponseHead head, boolean bodiless) {
		ErrorReply reply = new ErrorReply(connection, head);
		try {
			if (bodiless) {
				reply.readHeader();
			}
			else {
				reply.readBody();
			}
		}
		catch (IOException ex) {
			// The status is known and says more than the end of its explanation.
		}
		return reply;
	}

	/** Whether the connection stands at the start of the next reply. */
	boolean consumed() {
		return this.consumed;
	}

	/** Base64 of the XML, see "HeadObject" in OSS's API reference. */
	private void readHeader() {
		this.consumed = true;
		try {
			this.body.writeBytes(Base64.getDecoder().decode(this.head.first("x-oss-err")));
		}
		catch (IllegalArgumentException ex) {
			// The status is known and says enough.
		}
	}

	private void readBody() throws IOException {
		FramedBody framed = FramedBody.of(this.connection, this.head);
		ByteBuffer piece = ByteBuffer.allocate(8 * 1024);
		if (this.head.contentLength() > MAX_BODY) {
			return;
		}
		while (this.body.size() < MAX_BODY
				&& framed.read(piece.clear().limit(Math.min(piece.capacity(), MAX_BODY - this.body.size()))) >= 0) {
			this.body.write(piece.array(), 0, piece.position());
		}
		// Errors in chunks are those of something before OSS, which is not worth keeping.
		this.consumed = framed.consumed() && !this.head.has("transfer-encoding");
	}

	/**
	 * What the reply means.
	 * @param proxy the one that gave it, in its own name or in that of OSS; null in
	 * direct connections and in tunnels
	 */
	HttpStatusFailure failure(@Nullable ForwardProxy proxy) {
		ErrorBody error = ErrorBody.parse(this.body.toByteArray()).at(serverTime());
		String headerId = ServerText.shown(this.head.first("x-oss-request-id"));
		if (proxy != null && ofTheProxy(headerId.isEmpty() && error.code().isEmpty())) {
			return new HttpStatusFailure(this.head.status(), proxy, proxyProblem(proxy), retryAfter());
		}
		return new HttpStatusFailure(this.head.status(), error, !headerId.isEmpty() ? headerId : error.requestId(),
				retryAfter(), endpointHint(error));
	}

	/** What a proxy's refusal to open a tunnel means. */
	HttpStatusFailure tunnelFailure(Origin origin, ForwardProxy proxy) {
		String problem = (this.head.status() == 407) ? proxyProblem(proxy) : capital(proxy.inWords())
				+ " opens no connection to " + origin.hostAndPort() + ": status " + this.head.status();
		return new HttpStatusFailure(this.head.status(), proxy, problem, retryAfter());
	}

	/**
	 * OSS signs each reply with a request id. 404 and 412 are believed without one: they
	 * are about the object.
	 */
	private boolean ofTheProxy(boolean unsigned) {
		int status = this.head.status();
		return status == 407 || (unsigned && status != 404 && status != 412);
	}

	private String proxyProblem(ForwardProxy proxy) {
		String name = capital(proxy.inWords());
		if (this.head.status() != 407) {
			return name + " answered in place of OSS: status " + this.head.status();
		}
		return name + ((proxy.authorization() != null) ? " does not accept our user and password: status 407"
				: " wants a user and a password: status 407");
	}

	private static String capital(String text) {
		return Character.toUpperCase(text.charAt(0)) + text.substring(1);
	}

	private @Nullable Duration retryAfter() {
		Duration advised = advisedWait();
		return (advised != null && advised.compareTo(MAX_WAIT) > 0) ? MAX_WAIT : advised;
	}

	private @Nullable Duration advisedWait() {
		String millis = this.head.first("x-oss-qos-delay-time");
		String after = this.head.first("retry-after");
		try {
			if (!millis.isEmpty()) {
				return Duration.ofMillis(ResponseHead.decimal(millis, "x-oss-qos-delay-time"));
			}
			if (after.isEmpty()) {
				return null;
			}
			if (Character.isDigit(after.charAt(0))) {
				return Duration.ofSeconds(ResponseHead.decimal(after, "Retry-After"));
			}
			// A date is meant by the server's clock, so it is compared with that one.
			Duration wait = Duration.between(date(this.head.first("date")), date(after));
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (HttpFailure.Protocol | DateTimeException ex) {
			return null;
		}
	}

	private @Nullable Instant serverTime() {
		try {
			return date(this.head.first("date")).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static ZonedDateTime date(String text) {
		return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
	}

	private @Nullable String endpointHint(ErrorBody error) {
		String hint = error.endpoint();
		if (hint.isEmpty() && this.head.status() / 100 == 3) {
			hint = redirectTarget(this.head.first("location"));
		}
		return hint.matches("[A-Za-z0-9.:\\[\\]-]{1,255}") ? hint : null;
	}

	private static String redirectTarget(String location) {
		try {
			URI target = URI.create(location);
			return (target.getHost() != null) ? Origin.of(target).authority() : "";
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

}
