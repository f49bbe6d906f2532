package io.ossmc.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS by the JDK's engine, without a copy of ours: records are decrypted into the
 * destination. The engine wants room for a whole record, so a tail takes what the
 * destination cannot hold and is read first the next time.
 * <p>
 * Whatever a peer sends between data (session tickets, key updates, renegotiation) is
 * answered where it is met, in {@link #read}.
 */
final class TlsTransport implements Transport {

	private static final int INBOUND_BYTES = 128 * 1024;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final Wire wire;

	private final SSLEngine engine;

	private final ByteBuffer[] destinations = new ByteBuffer[2];

	/** Received, not yet decrypted; always ready to be read from. */
	private final ByteBuffer inbound;

	private final ByteBuffer outbound;

	/** Decrypted, not yet read; always ready to be read from. */
	private ByteBuffer tail;

	private TlsTransport(Wire wire, SSLEngine engine) {
		this.wire = wire;
		this.engine = engine;
		int record = engine.getSession().getPacketBufferSize();
		// On the heap: the ciphers of the JDK work on arrays, and would copy twice.
		this.inbound = ByteBuffer.allocate(Math.max(INBOUND_BYTES, record)).limit(0);
		this.outbound = ByteBuffer.allocateDirect(record);
		this.tail = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize()).limit(0);
	}

	/** Shakes hands and verifies that the peer is who the origin names. */
	static TlsTransport connect(Wire wire, SSLContext context, Origin origin) throws IOException {
		SSLEngine engine = context.createSSLEngine(origin.host(), origin.port());
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		parameters.setServerNames(origin.literal() ? List.of() : List.of(new SNIHostName(origin.host())));
		engine.setSSLParameters(parameters);
		TlsTransport transport = new TlsTransport(wire, engine);
		try {
			transport.handshake();
		}
		catch (SSLException ex) {
			transport.sendAlert();
			throw ex;
		}
		return transport;
	}

	private void handshake() throws IOException {
		this.engine.beginHandshake();
		while (true) {
			HandshakeStatus status = this.engine.getHandshakeStatus();
			if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
				return;
			}
			if (status == HandshakeStatus.NEED_UNWRAP) {
				if (unwrap(NOTHING) < 0) {
					throw new EOFException("connection closed in the TLS handshake");
				}
			}
			else {
				answer(status);
			}
		}
	}

	@Override
	public int read(ByteBuffer dst) throws IOException {
		if (this.tail.hasRemaining()) {
			return drainTail(dst);
		}
		int start = dst.position();
		while (true) {
			int produced = unwrap(dst);
			if (produced < 0) {
				return (dst.position() > start) ? dst.position() - start : -1;
			}
			answer(this.engine.getHandshakeStatus());
			// What is here is decrypted before it is reported: fewer, larger steps.
			boolean more = dst.hasRemaining() && !this.tail.hasRemaining() && wholeRecordWaits();
			if (dst.position() > start && !more) {
				return dst.position() - start;
			}
		}
	}

	private int drainTail(ByteBuffer dst) {
		int n = Math.min(dst.remaining(), this.tail.remaining());
		dst.put(dst.position(), this.tail, this.tail.position(), n);
		dst.position(dst.position() + n);
		this.tail.position(this.tail.position() + n);
		return n;
	}

	/** Decrypts one record, waiting for it if need be; -1 at the end of the stream. */
	private int unwrap(ByteBuffer dst) throws IOException {
		while (true) {
			this.tail.clear();
			this.destinations[0] = dst;
			this.destinations[1] = this.tail;
			SSLEngineResult result;
			try {
				result = this.engine.unwrap(this.inbound, this.destinations);
			}
			finally {
				this.tail.flip();
			}
			switch (result.getStatus()) {
				case OK -> {
					return result.bytesProduced();
				}
				case CLOSED -> {
					return -1;
				}
				case BUFFER_UNDERFLOW -> {
					if (!receive()) {
						return -1;
					}
				}
				case BUFFER_OVERFLOW -> this.tail = ByteBuffer
					.allocateDirect(
							Math.max(2 * this.tail.capacity(), this.engine.getSession().getApplicationBufferSize()))
					.limit(0);
			}
		}
	}

	private boolean receive() throws IOException {
		this.inbound.compact();
		try {
			return this.wire.read(this.inbound) >= 0;
		}
		finally {
			this.inbound.flip();
		}
	}

	/**
	 * A record's header is five bytes, of which the last two are its length (RFC 8446,
	 * 5.1).
	 */
	private boolean wholeRecordWaits() {
		int at = this.inbound.position();
		return this.inbound.remaining() >= 5
				&& this.inbound.remaining() >= 5 + (this.inbound.getShort(at + 3) & 0xffff);
	}

	private void answer(HandshakeStatus status) throws IOException {
		HandshakeStatus next = status;
		while (next == HandshakeStatus.NEED_TASK || next == HandshakeStatus.NEED_WRAP) {
			if (next == HandshakeStatus.NEED_TASK) {
				for (Runnable task = this.engine.getDelegatedTask(); task != null; task = this.engine
					.getDelegatedTask()) {
					task.run();
				}
			}
			else if (!wrap(NOTHING)) {
				return;
			}
			next = this.engine.getHandshakeStatus();
		}
	}

	@Override
	public void writeFully(ByteBuffer src) throws IOException {
		while (src.hasRemaining()) {
			if (!wrap(src)) {
				throw new EOFException("TLS closed");
			}
			answer(this.engine.getHandshakeStatus());
			// In the middle of a renegotiation nothing is taken before the peer has
			// spoken.
			if (this.engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && unwrap(NOTHING) < 0) {
				throw new EOFException("TLS closed");
			}
		}
	}

	private boolean wrap(ByteBuffer src) throws IOException {
		this.outbound.clear();
		SSLEngineResult result = this.engine.wrap(src, this.outbound);
		this.wire.writeFully(this.outbound.flip());
		return result.getStatus() == SSLEngineResult.Status.OK;
	}

	/** Tells the peer why, if it still listens: its log is where people look next. */
	private void sendAlert() {
		try {
			answer(this.engine.getHandshakeStatus());
		}
		catch (IOException ex) {
			// What matters was thrown already.
		}
	}

	@Override
	public boolean hasUnread() {
		return this.tail.hasRemaining();
	}

}
