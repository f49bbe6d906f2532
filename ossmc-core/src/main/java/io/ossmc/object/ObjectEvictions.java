package io.ossmc.object;

import java.util.concurrent.atomic.LongAdder;

import io.ossmc.spi.OssModelListener;
import io.ossmc.spi.OssModelListener.EvictionCause;

/** Counts objects that were dropped for others, and tells the listener. Thread-safe. */
public final class ObjectEvictions {

	private final LongAdder count = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private final OssModelListener listener;

	/**
	 * Creates a count of none.
	 * @param listener told of each
	 */
	public ObjectEvictions(OssModelListener listener) {
		this.listener = listener;
	}

	void evicted(String uri, EvictionCause cause, long dropped) {
		this.count.increment();
		this.bytes.add(dropped);
		this.listener.evicted(uri, cause, dropped);
	}

	/**
	 * How often an object was dropped.
	 * @return since the start
	 */
	public long count() {
		return this.count.sum();
	}

	/**
	 * How much was dropped.
	 * @return bytes since the start
	 */
	public long bytes() {
		return this.bytes.sum();
	}

}
