package io.ossmc.sample.embedding;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ONNX Runtime alive until the process is gone. Its Java binding frees the native
 * environment in a shutdown hook of its own, which runs beside Spring's: a session that
 * is being created or used at that moment ends the process with SIGSEGV (seen with 1.29
 * on SIGTERM in the middle of a load). The environment counts its owners, so one more of
 * them, never given back, makes that hook harmless.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/issues/31352">ONNX Runtime issue
 * 31352</a>
 */
final class RuntimeHold {

	private static final Logger logger = LoggerFactory.getLogger(RuntimeHold.class);

	private RuntimeHold() {
	}

	/**
	 * Takes it. There is no public way; where this one is gone, shutdown is as before.
	 */
	static void take() {
		try {
			Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
			api.setAccessible(true);
			Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
			create.setAccessible(true);
			create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "hold");
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("ONNX Runtime may be freed while it is in use at the end of the process", ex);
		}
	}

}
