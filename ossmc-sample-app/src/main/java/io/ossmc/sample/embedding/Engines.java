package io.ossmc.sample.embedding;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The native runtime that both engines of this JVM share. DJL must find it untouched
 * (otherwise its engine does not start), and must not look for anything on the network.
 * ONNX Runtime 1.29 needs more than 3 MiB of stack to start, once, and ends the process
 * without a word where it has less, as on an ordinary Java thread: it gets a thread of
 * its own for that.
 */
final class Engines {

	static final String ONNX_RUNTIME = "OnnxRuntime";

	private static final long STACK = 16L << 20;

	static {
		System.setProperty("ai.djl.offline", "true");
		Start start = new Start();
		Thread thread = new Thread(null, start, "onnxruntime-start", STACK);
		thread.start();
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while ONNX Runtime was starting.", ex);
		}
		if (start.error != null) {
			throw new IllegalStateException("ONNX Runtime did not start: " + start.error.getMessage(), start.error);
		}
	}

	private Engines() {
	}

	/** Makes sure that DJL came first. Call it before anything native. */
	static void initialise() {
		// Done by the class initialiser, once.
	}

	static OrtEnvironment onnxRuntime() {
		return OrtEnvironment.getEnvironment();
	}

	/** Not a lambda of the outer class: that would wait for its class initialiser. */
	private static final class Start implements Runnable {

		private volatile @Nullable Throwable error;

		@Override
		public void run() {
			try {
				Engine.getEngine(ONNX_RUNTIME);
				RuntimeHold.take();
			}
			catch (Throwable ex) {
				this.error = ex;
			}
		}

	}

}
