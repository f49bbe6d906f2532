package io.ossmc.model;

/**
 * An object built from a version, and the lease it stands on. Counts its uses, each of
 * which is a use of the version too; whoever leaves last after it was given up closes the
 * object and then its lease. Thread-safe.
 */
final class Built<T> {

	private final ObjectBuilder<T> builder;

	private final T object;

	private final VersionLease lease;

	// Guarded by this.

	private int uses;

	private boolean givenUp;

	/**
	 * Makes it, unused.
	 * @param builder closes the object once, after the last use
	 * @param object what was built
	 * @param lease closed after the object
	 */
	Built(ObjectBuilder<T> builder, T object, VersionLease lease) {
		this.builder = builder;
		this.object = object;
		this.lease = lease;
	}

	T object() {
		return this.object;
	}

	/** What it is built from. */
	ModelVersion version() {
		return this.lease.held();
	}

	/** Lets its version become idle when nobody uses it. */
	void rest() {
		this.lease.rest();
	}

	/**
	 * Counts a use in.
	 * @return false if it, or its version, is being given up
	 */
	synchronized boolean enter() {
		if (this.givenUp || !version().idleness().enter()) {
			return false;
		}
		this.uses++;
		return true;
	}

	/** Counts a use out. */
	void leave() {
		boolean last;
		synchronized (this) {
			this.uses--;
			last = this.givenUp && this.uses == 0;
		}
		if (last) {
			close();
		}
		version().idleness().leave();
	}

	/** Nobody new comes in; the last one who leaves closes it, or we do. */
	void giveUp() {
		synchronized (this) {
			this.givenUp = true;
			if (this.uses > 0) {
				return;
			}
		}
		close();
	}

	private void close() {
		try {
			this.builder.close(this.object);
		}
		finally {
			this.lease.close();
		}
	}

}
