package io.ossmc.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of the application over a wire, in clear or through TLS. */
sealed interface Transport permits PlainTransport, TlsTransport {

	/** Reads at least one byte into a buffer with room, or -1 at the end. */
	int read(ByteBuffer dst) throws IOException;

	void writeFully(ByteBuffer src) throws IOException;

	/** Whether bytes were received that nobody has read. */
	boolean hasUnread();

}
