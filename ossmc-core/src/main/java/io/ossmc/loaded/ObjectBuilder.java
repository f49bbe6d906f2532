package io.ossmc.loaded;

import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

import io.ossmc.ModelLoader;
import io.ossmc.OssModelLoadException;
import io.ossmc.text.ServerText;
import io.ossmc.version.VersionLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an object is built from a version and closed again.
 *
 * @param model the model's name
 * @param loader the user's
 * @param closer the user's
 * @param threads where loaders run
 * @param <T> the object
 */
public record ObjectBuilder<T>(String model, ModelLoader<? extends T> loader, Consumer<? super T> closer,
		ThreadFactory threads) {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	/** Closes what can be closed. */
	public static void closeIfCloseable(Object built) {
		if (built instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Runs on a thread of its own, not a virtual one: engines hold their carrier for
	 * seconds.
	 * @throws OssModelLoadException if there is none to be had
	 */
	void start(Runnable work) {
		try {
			this.threads.newThread(work).start();
		}
		catch (RuntimeException | Error ex) {
			throw new OssModelLoadException(
					"Model " + this.model + " is there, but no thread could be started to load it: " + ex + ".",
					"Raise the limit of threads (ulimit -u, the container's pids limit) or free memory; it is tried again by itself.",
					ex);
		}
	}

	/** Threads for the loaders of a model. */
	static ThreadFactory threads(String model) {
		return Thread.ofPlatform().daemon().name("ossmc-load-" + model).factory();
	}

	/**
	 * Builds an object.
	 * @param lease the object's from now on; closed if it cannot be built
	 */
	LoadedInstance<T> build(VersionLease lease) throws Exception {
		try {
			return new LoadedInstance<>(this, this.loader.load(lease), lease);
		}
		catch (Throwable ex) {
			lease.close();
			throw ex;
		}
	}

	/**
	 * Closes an object; what goes wrong is for the log only, also where the closer's
	 * classes are gone.
	 */
	void close(T object) {
		try {
			this.closer.accept(object);
		}
		catch (Throwable ex) {
			log.warn("Closing what was built from model {} failed", this.model, ex);
		}
	}

	OssModelLoadException failure(Throwable cause) {
		return new OssModelLoadException(
				"Model " + this.model + " is there, but its loader failed: " + ServerText.shown(cause.toString()) + ".",
				"Look at the loader and at the model's files; it is tried again by itself.", cause);
	}

}
