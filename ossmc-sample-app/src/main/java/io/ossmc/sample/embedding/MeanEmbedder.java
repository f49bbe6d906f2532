package io.ossmc.sample.embedding;

import java.io.IOException;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ossmc.ModelFiles;

/**
 * A BERT model on ONNX Runtime itself: the mean of the tokens' vectors.
 *
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">Model card
 * of all-MiniLM-L6-v2</a>
 * @see <a href="https://huggingface.co/intfloat/e5-small-v2">Model card of
 * e5-small-v2</a>
 */
final class MeanEmbedder implements Embedder {

	private final String prefix;

	private final OrtEnvironment environment;

	private final OrtSession session;

	private final SentenceTokenizer tokenizer;

	private MeanEmbedder(String prefix, OrtEnvironment environment, OrtSession session, SentenceTokenizer tokenizer) {
		this.prefix = prefix;
		this.environment = environment;
		this.session = session;
		this.tokenizer = tokenizer;
	}

	static MeanEmbedder minilm(ModelFiles files) throws IOException, OrtException {
		return open(files, 256, "");
	}

	/** E5 was trained with a word before each text that says what it is for. */
	static MeanEmbedder e5(ModelFiles files) throws IOException, OrtException {
		return open(files, 512, "query: ");
	}

	private static MeanEmbedder open(ModelFiles files, int window, String prefix) throws IOException, OrtException {
		SentenceTokenizer tokenizer = SentenceTokenizer.open(files.path("tokenizer.json"), window);
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			OrtEnvironment environment = Engines.onnxRuntime();
			OrtSession session = environment.createSession(files.path("model.onnx").toString(), options);
			return new MeanEmbedder(prefix, environment, session, tokenizer);
		}
		catch (OrtException | RuntimeException ex) {
			tokenizer.close();
			throw ex;
		}
	}

	@Override
	public float[] embed(String text) throws OrtException {
		SentenceTokenizer.Tokens tokens = this.tokenizer.tokenize(this.prefix + text);
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
