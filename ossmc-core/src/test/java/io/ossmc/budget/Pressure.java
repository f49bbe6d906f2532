package io.ossmc.budget;

/** What the need for room does, for tests in other packages. */
public final class Pressure {

	private Pressure() {
	}

	/**
	 * Gives up the entry that is the first to go.
	 * @param idle the entries
	 * @return false if there is none
	 */
	public static boolean on(IdleEntries idle) {
		return idle.giveUpOne();
	}

}
