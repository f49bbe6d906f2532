package io.ossmc.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The wire as it is: the kernel copies straight into the destination. */
record PlainTransport(Wire wire) implements Transport {

	@Override
	public int read(ByteBuffer dst) throws IOException {
		return this.wire.read(dst);
	}

	@Override
	public void writeFully(ByteBuffer src) throws IOException {
		this.wire.writeFully(src);
	}

	@Override
	public boolean hasUnread() {
		return false;
	}

}
