package io.ossmc.pace;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What keeps one transfer from going on, if anything does: the last thing that happened
 * to its requests, until bytes come again. Thread-safe.
 */
public final class Setbacks {

	/** What is in its way while nobody signs for it. */
	private final Setback notSigned;

	private volatile @Nullable Setback current;

	/**
	 * Nothing is in its way.
	 * @param bucket where its object is
	 */
	public Setbacks(String bucket) {
		this.notSigned = Setback.notSigned(bucket);
	}

	/**
	 * What keeps it from going on now.
	 * @return empty if nothing does
	 */
	public Optional<Setback> current() {
		return Optional.ofNullable(this.current);
	}

	/**
	 * Something keeps it from going on.
	 * @param what said until bytes come or something else happens
	 */
	public void met(Setback what) {
		this.current = what;
	}

	/** Bytes come. */
	public void over() {
		if (this.current != null) {
			this.current = null;
		}
	}

	/** Whoever signs for it does not come back. */
	public void notSigned() {
		this.current = this.notSigned;
	}

	/** It is signed. */
	public void signed() {
		if (this.current == this.notSigned) {
			this.current = null;
		}
	}

	/**
	 * It may not ask now; why its last request failed says more, if there was one.
	 * @param gate does not let it through
	 */
	public void stoppedAt(HostGate gate) {
		if (this.current == null) {
			this.current = new Setback(gate + " gives nothing to others either",
					"Check the network and the endpoint; if it lasts, look at the OSS status page.", null);
		}
	}

}
