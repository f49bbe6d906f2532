package io.ossmc.benchmark.list;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * By how much the live heap has grown at most since this was made: what collections left,
 * looked at a hundred times a second.
 */
final class HeapGrowth implements AutoCloseable {

	private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.toList();

	private final long before;

	private final Thread watch;

	private volatile long most;

	private volatile boolean over;

	HeapGrowth() {
		System.gc();
		this.before = left();
		this.most = this.before;
		this.watch = Thread.ofPlatform().daemon().name("heap-growth").start(() -> {
			while (!this.over) {
				this.most = Math.max(this.most, left());
				try {
					Thread.sleep(10);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		});
	}

	private static long left() {
		long left = 0;
		for (MemoryPoolMXBean pool : POOLS) {
			MemoryUsage usage = pool.getCollectionUsage();
			left += (usage != null) ? usage.getUsed() : 0;
		}
		return left;
	}

	long bytes() {
		return Math.max(0, this.most - this.before);
	}

	@Override
	public void close() {
		this.over = true;
		this.watch.interrupt();
	}

}
