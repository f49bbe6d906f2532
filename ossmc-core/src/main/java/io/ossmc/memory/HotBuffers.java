package io.ossmc.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers between socket and file. The one given back last is taken first: it is the one
 * still in the cache. There are never more than writers at the same time.
 */
final class HotBuffers {

	/**
	 * Bytes; large enough for few system calls, small enough for a second-level cache and
	 * for one per connection beside the budget.
	 */
	static final int SIZE = 256 << 10;

	private static final int KEPT = 64;

	private static final Deque<ByteBuffer> FREE = new ArrayDeque<>();

	private HotBuffers() {
	}

	static ByteBuffer take() {
		synchronized (FREE) {
			if (!FREE.isEmpty()) {
				return FREE.pop().clear();
			}
		}
		return ByteBuffer.allocateDirect(SIZE);
	}

	static void give(ByteBuffer buffer) {
		synchronized (FREE) {
			if (FREE.size() < KEPT) {
				FREE.push(buffer);
			}
		}
	}

}
