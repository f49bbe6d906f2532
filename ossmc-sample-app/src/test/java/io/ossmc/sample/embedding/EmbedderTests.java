package io.ossmc.sample.embedding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.sample.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Both engines on the real models, from an ordinary folder. */
class EmbedderTests {

	@TempDir
	static Path folder;

	private static Embedder minilm;

	private static Embedder bge;

	private static Embedder e5;

	@BeforeAll
	static void load() throws Exception {
		minilm = MeanEmbedder.minilm(FolderFiles.unpack("minilm", folder));
		bge = BgeEmbedder.open(FolderFiles.unpack("bge", folder));
		e5 = MeanEmbedder.e5(FolderFiles.unpack("e5", folder));
	}

	@AfterAll
	static void close() {
		minilm.close();
		bge.close();
		e5.close();
	}

	/**
	 * The original model in 32-bit floats gives 0.705, this quantised one 0.711 on every
	 * CPU (its weights have 7 bits, so that no instruction set saturates).
	 */
	@Test
	void minilmGivesTheKnownSimilarity() throws Exception {
		assertThat(cosine(minilm, Reference.A, Reference.B)).isEqualTo(Reference.SIMILARITY,
				within(Reference.TOLERANCE));
	}

	@Test
	void bgeTellsRelatedFromUnrelated() throws Exception {
		double related = cosine(bge, "eating food", "eating bread");
		double unrelated = cosine(bge, "eating food", "the interest rate of a bond");
		assertThat(related).isGreaterThan(0.75);
		assertThat(unrelated).isLessThan(related - 0.2);
	}

	/** E5's cosines are all high, as its authors say: only their order counts. */
	@Test
	void e5TellsRelatedFromUnrelated() throws Exception {
		double related = cosine(e5, "eating food", "eating bread");
		double unrelated = cosine(e5, "eating food", "the interest rate of a bond");
		assertThat(related).isGreaterThan(0.85);
		assertThat(unrelated).isLessThan(related - 0.05);
	}

	@ParameterizedTest
	@ValueSource(strings = { "minilm", "bge", "e5" })
	void vectorsHaveLengthOneAnd384Dimensions(String model) throws Exception {
		float[] vector = embedder(model).embed("A gateway answers.");
		assertThat(vector).hasSize(384);
		assertThat(Vectors.cosine(vector, vector)).isEqualTo(1, within(1e-5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "minilm", "bge", "e5" })
	void theSameSentenceGivesTheSameVectorWhateverStandsBesideIt(String model) throws Exception {
		Embedder embedder = embedder(model);
		float[] alone = embedder.embed("eating food");
		List<float[]> together = embedder.embed(List.of("a much longer sentence about something else", "eating food"));
		assertThat(together.get(1)).containsExactly(alone);
	}

	@ParameterizedTest
	@ValueSource(strings = { "minilm", "bge", "e5" })
	void textBeyondTheWindowIsCutOff(String model) throws Exception {
		assertThat(embedder(model).embed("food ".repeat(5000))).hasSize(384);
	}

	@Test
	void aBrokenModelIsAnErrorAndLeavesNothingOpen() throws Exception {
		FolderFiles files = FolderFiles.unpack("minilm", folder.resolve("broken"));
		Files.writeString(files.path("model.onnx"), "not a model");
		assertThatThrownBy(() -> MeanEmbedder.minilm(files)).hasMessageContaining("model.onnx");
	}

	private static Embedder embedder(String model) {
		return switch (model) {
			case "bge" -> bge;
			case "e5" -> e5;
			default -> minilm;
		};
	}

	private static double cosine(Embedder embedder, String a, String b) throws Exception {
		return Vectors.cosine(embedder.embed(a), embedder.embed(b));
	}

}
