package io.ossmc.memory;

import java.util.concurrent.Semaphore;

import io.ossmc.system.Descriptors;

/**
 * How many unlinked files may be held open at the same time, in the whole JVM. Each takes
 * a descriptor, of which the application wants to have some too.
 */
public final class DescriptorQuota {

	/** Enough for what goes in ordinary times. */
	private static final int MOST = 64;

	/** Of the descriptors this process may have, at most one in so many is a hold. */
	private static final int FRACTION = 16;

	private static final Semaphore FREE = new Semaphore(Math.clamp(Descriptors.now().limit() / FRACTION, 1, MOST));

	private DescriptorQuota() {
	}

	/**
	 * Takes one if there is one.
	 * @return whether the caller has one now, to be {@linkplain #give given back}
	 */
	static boolean take() {
		return FREE.tryAcquire();
	}

	static void give() {
		FREE.release();
	}

}
