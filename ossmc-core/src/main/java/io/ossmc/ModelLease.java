package io.ossmc;

/**
 * Keeps one version of a model in memory, at its place, unchanged, until closed. Segments
 * obtained from it die with it.
 */
public interface ModelLease extends ModelFiles, AutoCloseable {

	/** Gives the lease up. Idempotent, never throws, does not wait. */
	@Override
	void close();

}
