package io.ossmc;

/**
 * Keeps one version of a model in memory, at its place, unchanged, until closed. Segments
 * obtained from it die with it.
 */
public interface ModelLease extends ModelFiles, AutoCloseable {

	/**
	 * Gives the lease up. Idempotent, never throws, does not wait. Who is reading one of
	 * its segments at that moment gets an {@link IllegalStateException}, and the JVM may
	 * leave its thread interrupted.
	 */
	@Override
	void close();

}
