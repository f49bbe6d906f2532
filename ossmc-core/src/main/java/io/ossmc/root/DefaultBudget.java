package io.ossmc.root;

import io.ossmc.text.Amounts;

/**
 * The memory models may take when nobody said: the smaller of 60 % of what the heap
 * leaves of the container and 90 % of the memory root.
 *
 * @param bytes the budget, not negative
 * @param explanation its terms in one line, for the log
 */
public record DefaultBudget(long bytes, String explanation) {

	/**
	 * Computes the budget.
	 * @param limit bytes the container may use
	 * @param maxHeap bytes the heap may use
	 * @param rootSpace bytes of the memory root
	 * @return the budget and its terms
	 */
	public static DefaultBudget of(long limit, long maxHeap, long rootSpace) {
		final long bytes = Math.min(ofContainer(limit, maxHeap), percent(rootSpace, 90));
		return new DefaultBudget(bytes,
				"%s = min(60 %% of (container limit %s - max heap %s), 90 %% of the memory root's %s)".formatted(
						Amounts.exactSize(bytes), Amounts.exactSize(limit), Amounts.exactSize(maxHeap),
						Amounts.exactSize(rootSpace)));
	}

	static long ofContainer(long limit, long maxHeap) {
		return percent(Math.max(0, limit - maxHeap), 60);
	}

	private static long percent(long bytes, int percent) {
		return bytes / 100 * percent + bytes % 100 * percent / 100;
	}

}
