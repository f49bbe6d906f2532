package io.ossmc.autoconfigure;

/**
 * Beans of this type are told when {@link OssmcReconciler} changes which models there
 * are. Called on its caller's thread.
 */
public interface OssmcReconcileListener {

	/** The models are still those of before. */
	default void beforeReconcile() {
	}

	/** The models are those of the changed configuration; not called if that failed. */
	default void afterReconcile() {
	}

}
