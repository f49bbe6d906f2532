package io.ossmc.budget;

/** What a budget counts on, for tests in other packages. */
public final class BudgetView {

	private BudgetView() {
	}

	/**
	 * What has been given up and is not free yet.
	 * @param budget the budget
	 * @return bytes
	 */
	public static long returning(MemoryBudget budget) {
		return budget.returning();
	}

}
