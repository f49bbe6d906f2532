package io.ossmc.sample.embedding;

import java.io.IOException;
import java.util.Arrays;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.ossmc.ModelFiles;

/**
 * bge-small-en-v1.5 through DJL: the first token's vector.
 *
 * @see <a href="https://huggingface.co/BAAI/bge-small-en-v1.5">Model card</a>
 */
final class BgeEmbedder implements Embedder {

	private static final int WINDOW = 512;

	private final ZooModel<String, float[]> model;

	private final SentenceTokenizer tokenizer;

	private BgeEmbedder(ZooModel<String, float[]> model, SentenceTokenizer tokenizer) {
		this.model = model;
		this.tokenizer = tokenizer;
	}

	static BgeEmbedder open(ModelFiles files) throws IOException, ModelNotFoundException, MalformedModelException {
		SentenceTokenizer tokenizer = SentenceTokenizer.open(files.path("tokenizer.json"), WINDOW);
		try {
			ZooModel<String, float[]> model = Criteria.builder()
				.setTypes(String.class, float[].class)
				.optEngine(Engines.ONNX_RUNTIME)
				.optModelPath(files.path())
				.optModelName("model")
				.optTranslator(new FirstToken(tokenizer))
				.build()
				.loadModel();
			return new BgeEmbedder(model, tokenizer);
		}
		catch (IOException | ModelNotFoundException | MalformedModelException | RuntimeException ex) {
			tokenizer.close();
			throw ex;
		}
	}

	@Override
	public float[] embed(String text) throws TranslateException {
		// A predictor is cheap and belongs to one thread.
		try (Predictor<String, float[]> predictor = this.model.newPredictor()) {
			return predictor.predict(text);
		}
	}

	@Override
	public void close() {
		this.model.close();
		this.tokenizer.close();
	}

	private record FirstToken(SentenceTokenizer tokenizer) implements NoBatchifyTranslator<String, float[]> {

		@Override
		public NDList processInput(TranslatorContext context, String text) {
			SentenceTokenizer.Tokens tokens = this.tokenizer.tokenize(text);
			NDManager manager = context.getNDManager();
			return new NDList(array(manager, "input_ids", tokens.ids()),
					array(manager, "attention_mask", tokens.mask()), array(manager, "token_type_ids", tokens.types()));
		}

		@Override
		public float[] processOutput(TranslatorContext context, NDList list) {
			NDArray lastHiddenState = list.get(0);
			int dimensions = (int) lastHiddenState.getShape().get(2);
			return Vectors.normalise(Arrays.copyOf(lastHiddenState.toFloatArray(), dimensions));
		}

		private static NDArray array(NDManager manager, String name, long[] values) {
			NDArray array = manager.create(new long[][] { values });
			array.setName(name);
			return array;
		}

	}

}
