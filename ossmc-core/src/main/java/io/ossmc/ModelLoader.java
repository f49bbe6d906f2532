package io.ossmc;

/**
 * Builds an inference session (or anything else) from a model's files.
 *
 * @param <T> what is built
 */
@FunctionalInterface
public interface ModelLoader<T> {

	/**
	 * Called on a thread of the connector, once per version.
	 * @param files leased until after the built object was closed
	 * @return the object
	 * @throws Exception any error; it fails the load, is shown by the model's progress,
	 * and is retried
	 */
	T load(ModelFiles files) throws Exception;

}
