package io.ossmc.sample.embedding;

import java.io.IOException;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ossmc.ModelFiles;

/**
 * all-MiniLM-L6-v2 on ONNX Runtime itself: the mean of the tokens' vectors.
 *
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">Model
 * card</a>
 */
final class MiniLmEmbedder implements Embedder {

	private static final int WINDOW = 256;

	private final OrtEnvironment environment;

	private final OrtSession session;

	private final SentenceTokenizer tokenizer;

	private MiniLmEmbedder(OrtEnvironment environment, OrtSession session, SentenceTokenizer tokenizer) {
		this.environment = environment;
		this.session = session;
		this.tokenizer = tokenizer;
	}

	static MiniLmEmbedder open(ModelFiles files) throws IOException, OrtException {
		SentenceTokenizer tokenizer = SentenceTokenizer.open(files.path("tokenizer.json"), WINDOW);
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			OrtEnvironment environment = Engines.onnxRuntime();
			OrtSession session = environment.createSession(files.path("model.onnx").toString(), options);
			return new MiniLmEmbedder(environment, session, tokenizer);
		}
		catch (OrtException | RuntimeException ex) {
			tokenizer.close();
			throw ex;
		}
	}

	@Override
	public float[] embed(String text) throws OrtException {
		SentenceTokenizer.Tokens tokens = this.tokenizer.tokenize(text);
		try (OnnxTensor ids = tensor(tokens.ids());
				OnnxTensor mask = tensor(tokens.mask());
				OnnxTensor types = tensor(tokens.types());
				OrtSession.Result result = this.session
					.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
			float[][][] lastHiddenState = (float[][][]) result.get(0).getValue();
			return Vectors.normalise(Vectors.mean(lastHiddenState[0]));
		}
	}

	private OnnxTensor tensor(long[] values) throws OrtException {
		return OnnxTensor.createTensor(this.environment, new long[][] { values });
	}

	@Override
	public void close() {
		try {
			this.session.close();
		}
		catch (OrtException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.tokenizer.close();
		}
	}

}
