package io.ossmc.sample.embedding;

import java.io.IOException;
import java.nio.file.Path;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

/**
 * A sentence as the numbers a BERT model reads. One sentence at a time, so nothing is
 * padded and every token counts. Thread-safe.
 */
final class SentenceTokenizer implements AutoCloseable {

	private final HuggingFaceTokenizer tokenizer;

	private SentenceTokenizer(HuggingFaceTokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	/**
	 * Reads a {@code tokenizer.json}.
	 * @param file its path
	 * @param window tokens that the model can see at once; the rest is cut off
	 */
	static SentenceTokenizer open(Path file, int window) throws IOException {
		Engines.initialise();
		return new SentenceTokenizer(HuggingFaceTokenizer.builder()
			.optTokenizerPath(file)
			.optTruncation(true)
			.optPadding(false)
			.optMaxLength(window)
			.build());
	}

	Tokens tokenize(String text) {
		Encoding encoding = this.tokenizer.encode(text);
		return new Tokens(encoding.getIds(), encoding.getAttentionMask(), encoding.getTypeIds());
	}

	@Override
	public void close() {
		this.tokenizer.close();
	}

	/** The model's three inputs, one number per token each. */
	record Tokens(long[] ids, long[] mask, long[] types) {
	}

}
