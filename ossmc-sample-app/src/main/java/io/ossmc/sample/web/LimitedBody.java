package io.ossmc.sample.web;

import java.io.IOException;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import org.springframework.util.unit.DataSize;

/**
 * Counts what is read of a body. The error at the limit is an answer, not an
 * {@link IOException}: whoever reads lets it pass, or hands it on as the cause of an
 * error of its own.
 */
final class LimitedBody extends ServletInputStream {

	private final ServletInputStream body;

	private final DataSize limit;

	private long count;

	LimitedBody(ServletInputStream body, DataSize limit) {
		this.body = body;
		this.limit = limit;
	}

	@Override
	public int read() throws IOException {
		int value = this.body.read();
		if (value >= 0) {
			count(1);
		}
		return value;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int n = this.body.read(bytes, offset, length);
		count(Math.max(n, 0));
		return n;
	}

	private void count(int bytes) {
		this.count += bytes;
		if (this.count > this.limit.toBytes()) {
			throw RefusedException.bodyTooLarge(this.limit);
		}
	}

	@Override
	public boolean isFinished() {
		return this.body.isFinished();
	}

	@Override
	public boolean isReady() {
		return this.body.isReady();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		this.body.setReadListener(listener);
	}

	@Override
	public void close() throws IOException {
		this.body.close();
	}

}
