package io.ossmc.model;

import java.util.function.Consumer;

import io.ossmc.ModelLoader;
import io.ossmc.OssModelLoadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an object is built from a version and closed again.
 *
 * @param model the model's name
 * @param loader the user's
 * @param closer the user's
 * @param <T> the object
 */
record ObjectBuilder<T>(String model, ModelLoader<? extends T> loader, Consumer<? super T> closer) {

	private static final Logger log = LoggerFactory.getLogger(ObjectBuilder.class);

	/** Closes what can be closed. */
	static void closeIfCloseable(Object built) {
		if (built instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** Not on a virtual thread: engines hold their carrier for seconds. */
	void start(Runnable work) {
		Thread.ofPlatform().daemon().name("ossmc-load-" + this.model).start(work);
	}

	/**
	 * Builds an object.
	 * @param lease the object's from now on; closed if it cannot be built
	 */
	Built<T> build(VersionLease lease) throws Exception {
		try {
			return new Built<>(this, this.loader.load(lease), lease);
		}
		catch (Throwable ex) {
			lease.close();
			throw ex;
		}
	}

	/** Closes an object; what goes wrong is for the log only. */
	void close(T object) {
		try {
			this.closer.accept(object);
		}
		catch (RuntimeException ex) {
			log.warn("Closing what was built from model {} failed", this.model, ex);
		}
	}

	OssModelLoadException failure(Throwable cause) {
		return new OssModelLoadException("Model " + this.model + " is there, but its loader failed: " + cause + ".",
				"Look at the loader and at the model's files; it is tried again by itself.", cause);
	}

}
