package io.ossmc.benchmark.start;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

/**
 * ONNX Runtime until its first answer. Weights are not copied: without prepacking they
 * stay where they are.
 */
final class Engine implements AutoCloseable {

	private static final int TOKENS = 16;

	private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

	private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();

	private final Arena arena = Arena.ofShared();

	Engine() throws OrtException {
		this.options.addConfigEntry("session.disable_prepacking", "1");
	}

	/**
	 * Takes the matrices of a file that has arrived, while others are still arriving.
	 * @param file of a {@link LargeModel}
	 * @param first number of its first matrix
	 */
	void weights(Path file, int first) throws Exception {
		try (FileChannel channel = FileChannel.open(file)) {
			MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), this.arena);
			for (long at = 0; at < mapped.byteSize(); at += LargeModel.MATRIX) {
				OnnxTensor tensor = OnnxTensor.createTensor(this.environment,
						mapped.asSlice(at, LargeModel.MATRIX).asByteBuffer().order(ByteOrder.nativeOrder()),
						new long[] { LargeModel.WIDTH, LargeModel.WIDTH }, OnnxJavaType.FLOAT);
				this.options.addInitializer(LargeModel.matrix(first + (int) (at / LargeModel.MATRIX)), tensor);
			}
		}
	}

	/**
	 * Loads a model and asks it once.
	 * @param model its file
	 */
	void answer(Path model) throws OrtException {
		try (OrtSession session = this.environment.createSession(model.toString(), this.options)) {
			Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
			for (NodeInfo input : session.getInputInfo().values()) {
				inputs.put(input.getName(), input((TensorInfo) input.getInfo()));
			}
			try (OrtSession.Result result = session.run(inputs)) {
				if (result.size() == 0) {
					throw new IllegalStateException("no answer");
				}
			}
		}
	}

	private OnnxTensor input(TensorInfo info) throws OrtException {
		if (info.type == OnnxJavaType.FLOAT) {
			float[] ones = new float[LargeModel.WIDTH];
			Arrays.fill(ones, 1);
			return OnnxTensor.createTensor(this.environment, FloatBuffer.wrap(ones), new long[] { 1, ones.length });
		}
		long[] tokens = new long[TOKENS];
		Arrays.fill(tokens, 1);
		return OnnxTensor.createTensor(this.environment, LongBuffer.wrap(tokens), new long[] { 1, TOKENS });
	}

	@Override
	public void close() {
		this.options.close();
		this.arena.close();
	}

}
