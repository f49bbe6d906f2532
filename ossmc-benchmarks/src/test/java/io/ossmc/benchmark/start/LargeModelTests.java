package io.ossmc.benchmark.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LargeModelTests {

	@Test
	void encodesAsTheGuideOfProtocolBuffersDoes() {
		assertThat(HexFormat.of().formatHex(new Protobuf().number(1, 150).toBytes())).isEqualTo("089601");
		assertThat(HexFormat.of().formatHex(new Protobuf().text(2, "testing").toBytes()))
			.isEqualTo("120774657374696e67");
		assertThat(HexFormat.of().formatHex(new Protobuf().message(3, new Protobuf().number(1, 150)).toBytes()))
			.isEqualTo("1a03089601");
	}

	@Test
	void onnxRuntimeAnswersFromItsFilesAndFromSegmentsOfThem(@TempDir Path directory) throws Exception {
		LargeModel model = LargeModel.write(directory, 2 * LargeModel.MATRIX);
		assertThat(model.files()).isEqualTo(1);
		assertThat(Files.size(directory.resolve(LargeModel.file(0)))).isEqualTo(2 * LargeModel.MATRIX);
		try (Engine engine = new Engine()) {
			engine.answer(directory.resolve("model.onnx"));
		}
		try (Engine engine = new Engine()) {
			engine.weights(directory.resolve(LargeModel.file(0)), 0);
			engine.answer(directory.resolve("model.onnx"));
		}
	}

}
