package io.ossmc.http;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Why a range was not delivered in full. What reached the sink before is right as far as
 * it goes. No message contains the query of a URL.
 */
public abstract sealed class HttpFailure extends IOException
		permits HttpStatusFailure, HttpFailure.Protocol, HttpFailure.Stalled, HttpFailure.Connect,
		HttpFailure.Truncated, HttpFailure.Local, HttpFailure.Aborted, HttpFailure.Tls {

	private static final long serialVersionUID = 1L;

	HttpFailure(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/** A reply that is not HTTP, or not a reply to what was asked. */
	public static final class Protocol extends HttpFailure {

		private static final long serialVersionUID = 1L;

		/**
		 * Creates one.
		 * @param what what was wrong
		 */
		public Protocol(String what) {
			super("Unusable reply: " + what, null);
		}

		private Protocol(String message, StackTraceElement[] trace) {
			super(message, null);
			setStackTrace(trace);
		}

		/** The same, saying who else may be to blame. */
		Protocol through(@Nullable ForwardProxy proxy) {
			return (proxy != null) ? new Protocol(getMessage() + ForwardProxy.through(proxy), getStackTrace()) : this;
		}

	}

	/**
	 * No byte came for the stall timeout, or no whole head (with its explanation, if it
	 * says no) within it.
	 */
	public static final class Stalled extends HttpFailure {

		private static final long serialVersionUID = 1L;

		private final Duration timeout;

		/**
		 * Creates one.
		 * @param timeout the stall timeout
		 */
		public Stalled(Duration timeout) {
			this(timeout, false, null);
		}

		Stalled(Duration timeout, boolean inHead, @Nullable ForwardProxy proxy) {
			super((inHead ? "No reply within " : "No byte for ") + TimeUnit.NANOSECONDS.toMillis(Nanos.of(timeout))
					+ " ms" + ForwardProxy.through(proxy), null);
			this.timeout = timeout;
		}

		/**
		 * How long nothing came.
		 * @return the stall timeout
		 */
		public Duration timeout() {
			return this.timeout;
		}

	}

	/** No connection: the name has no address, or none of them answers. */
	public static final class Connect extends HttpFailure {

		private static final long serialVersionUID = 1L;

		private final String host;

		/**
		 * Creates one.
		 * @param host the host that was to be reached
		 * @param cause what the last address said
		 */
		public Connect(String host, @Nullable Throwable cause) {
			super(message(host, cause), cause);
			this.host = host;
		}

		Connect(Origin origin, @Nullable ForwardProxy proxy, @Nullable Throwable cause) {
			super(message((proxy != null && proxy.origin().equals(origin)) ? proxy.inWords()
					: origin.authority() + ForwardProxy.through(proxy), cause), cause);
			this.host = origin.authority();
		}

		private static String message(String peer, @Nullable Throwable cause) {
			return "Cannot connect to " + peer + ((cause != null) ? ": " + cause.getMessage() : "");
		}

		/**
		 * Whether nobody knows an address of the name.
		 * @return false if there are addresses and none of them answers
		 */
		public boolean unknownHost() {
			return getCause() instanceof UnknownHostException;
		}

		/**
		 * The host that was to be reached.
		 * @return name or address
		 */
		public String host() {
			return this.host;
		}

	}

	/** The connection ended before the range was complete. */
	public static final class Truncated extends HttpFailure {

		private static final long serialVersionUID = 1L;

		private final long got;

		private final long wanted;

		/**
		 * Creates one.
		 * @param got bytes that were delivered
		 * @param wanted bytes that were asked for
		 * @param cause what the socket said, null at an end of stream
		 */
		public Truncated(long got, long wanted, @Nullable Throwable cause) {
			this(got, wanted, cause, null);
		}

		Truncated(long got, long wanted, @Nullable Throwable cause, @Nullable ForwardProxy proxy) {
			super("Connection%s ended after %d of %d bytes%s".formatted(ForwardProxy.through(proxy), got, wanted,
					(cause != null) ? " (" + cause.getMessage() + ")" : ""), cause);
			this.got = got;
			this.wanted = wanted;
		}

		/**
		 * What was delivered.
		 * @return bytes
		 */
		public long got() {
			return this.got;
		}

		/**
		 * What was asked for.
		 * @return bytes
		 */
		public long wanted() {
			return this.wanted;
		}

	}

	/**
	 * This process lacks what a request needs: it has no descriptor for a socket, or the
	 * kernel no page for the destination. No peer and no network is to blame.
	 */
	public static final class Local extends HttpFailure {

		private static final long serialVersionUID = 1L;

		/**
		 * Creates one.
		 * @param problem what is missing
		 * @param cause what the system said
		 */
		public Local(String problem, Throwable cause) {
			super(problem, cause);
		}

	}

	/** The client was told to stop, or the calling thread was interrupted. */
	public static final class Aborted extends HttpFailure {

		private static final long serialVersionUID = 1L;

		/** Creates one. */
		public Aborted() {
			super("Request aborted", null);
		}

	}

	/** TLS was refused by either side, or broken on the way. */
	public static final class Tls extends HttpFailure {

		private static final long serialVersionUID = 1L;

		private final boolean handshake;

		/**
		 * Creates one.
		 * @param cause what the TLS engine said
		 * @param handshake whether no connection came about
		 */
		public Tls(Exception cause, boolean handshake) {
			this(cause, null, handshake);
		}

		Tls(Exception cause, @Nullable ForwardProxy proxy, boolean handshake) {
			super("TLS" + ForwardProxy.through(proxy) + ": " + cause.getMessage(), cause);
			this.handshake = handshake;
		}

		/**
		 * Whether no connection came about: wrong certificate, name, version or port.
		 * @return false if one broke that was good before
		 */
		public boolean handshake() {
			return this.handshake;
		}

	}

}
