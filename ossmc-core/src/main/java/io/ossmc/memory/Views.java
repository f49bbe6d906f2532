package io.ossmc.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Views with a life of their own over memory that others look at too. */
final class Views {

	/** Whether there can be any: Java counts that as native access. */
	static final boolean POSSIBLE = possible();

	private Views() {
	}

	/**
	 * Another view.
	 * @param whole stays alive for longer than the arena
	 * @param arena with which the view dies
	 * @return the same memory
	 */
	@SuppressWarnings("restricted")
	static MemorySegment of(MemorySegment whole, Arena arena) {
		return whole.reinterpret(whole.byteSize(), arena, null);
	}

	private static boolean possible() {
		try (Arena arena = Arena.ofConfined()) {
			return of(MemorySegment.NULL, arena).byteSize() == 0;
		}
		catch (IllegalCallerException ex) {
			return false;
		}
	}

}
