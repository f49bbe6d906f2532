package io.ossmc.benchmark.start;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An ONNX model of any size, made here: matrices of 64 MiB, one multiplied by the result
 * of the other, four of them in each file of external data. Field numbers are those of
 * onnx.proto3 (github.com/onnx/onnx).
 *
 * @param directory where its files are
 * @param matrices how many
 */
record LargeModel(Path directory, int matrices) {

	/** Rows and columns of a matrix of floats. */
	static final int WIDTH = 4096;

	/** Bytes of a matrix. */
	static final long MATRIX = 4L * WIDTH * WIDTH;

	/** Matrices of a file. */
	static final int PER_FILE = 4;

	private static final int FLOAT = 1;

	private static final int EXTERNAL = 1;

	/**
	 * Writes a model.
	 * @param directory made if it is not there
	 * @param size of its weights in bytes, at least a matrix
	 * @return the model
	 * @throws IOException if there is no room
	 */
	static LargeModel write(Path directory, long size) throws IOException {
		LargeModel model = new LargeModel(Files.createDirectories(directory), (int) Math.max(1, size / MATRIX));
		Files.write(directory.resolve("model.onnx"), model.graph());
		ByteBuffer row = row();
		for (int file = 0; file < model.files(); file++) {
			try (FileChannel channel = FileChannel.open(directory.resolve(file(file)), StandardOpenOption.CREATE_NEW,
					StandardOpenOption.WRITE)) {
				int count = Math.min(PER_FILE, model.matrices - file * PER_FILE);
				for (long line = 0; line < (long) count * WIDTH; line++) {
					channel.write(row.duplicate());
				}
			}
		}
		return model;
	}

	/**
	 * Small numbers around zero, so that the product neither grows nor becomes denormal.
	 */
	private static ByteBuffer row() {
		ByteBuffer row = ByteBuffer.allocateDirect(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
		for (int column = 0; column < WIDTH; column++) {
			row.putFloat((1 + column % 7) / (4f * WIDTH));
		}
		return row.flip();
	}

	int files() {
		return Math.ceilDiv(this.matrices, PER_FILE);
	}

	static String file(int number) {
		return String.format("weights-%02d.bin", number);
	}

	static String matrix(int number) {
		return "w" + number;
	}

	private byte[] graph() {
		Protobuf graph = new Protobuf();
		for (int matrix = 0; matrix < this.matrices; matrix++) {
			graph.message(1,
					new Protobuf().text(1, (matrix == 0) ? "x" : "y" + (matrix - 1))
						.text(1, matrix(matrix))
						.text(2, (matrix == this.matrices - 1) ? "y" : "y" + matrix)
						.text(4, "MatMul"));
		}
		graph.text(2, "large");
		for (int matrix = 0; matrix < this.matrices; matrix++) {
			graph.message(5,
					new Protobuf().number(1, WIDTH)
						.number(1, WIDTH)
						.number(2, FLOAT)
						.text(8, matrix(matrix))
						.message(13, entry("location", file(matrix / PER_FILE)))
						.message(13, entry("offset", Long.toString(matrix % PER_FILE * MATRIX)))
						.message(13, entry("length", Long.toString(MATRIX)))
						.number(14, EXTERNAL));
		}
		graph.message(11, value("x")).message(12, value("y"));
		return new Protobuf().number(1, 8)
			.message(7, graph)
			.message(8, new Protobuf().text(1, "").number(2, 17))
			.toBytes();
	}

	private static Protobuf entry(String key, String value) {
		return new Protobuf().text(1, key).text(2, value);
	}

	private static Protobuf value(String name) {
		Protobuf shape = new Protobuf().message(1, new Protobuf().number(1, 1))
			.message(1, new Protobuf().number(1, WIDTH));
		return new Protobuf().text(1, name)
			.message(2, new Protobuf().message(1, new Protobuf().number(1, FLOAT).message(2, shape)));
	}

}
