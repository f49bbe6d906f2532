package io.ossmc.sample.bundled;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A model inside a Maven artifact.
 *
 * @param name the model's name, which is also its folder in the bucket
 * @param files its files
 */
public record BundledModel(String name, List<File> files) {

	/** All there are. */
	public static final List<BundledModel> ALL = List.of(of("minilm", "all-minilm-l6-v2-q"),
			of("bge", "bge-small-en-v1.5-q"), of("e5", "e5-small-v2-q"));

	private static BundledModel of(String name, String resource) {
		return new BundledModel(name, List.of(new File("model.onnx", resource + ".onnx"),
				new File("tokenizer.json", resource + "-tokenizer.json")));
	}

	/**
	 * One file.
	 *
	 * @param name the name that engines expect
	 * @param resource where it is on the class path
	 */
	public record File(String name, String resource) {

		/**
		 * Reads it.
		 * @return all its bytes
		 * @throws IOException if its artifact is not on the class path
		 */
		public byte[] read() throws IOException {
			try (InputStream in = BundledModel.class.getResourceAsStream("/" + this.resource)) {
				if (in == null) {
					throw new FileNotFoundException(this.resource + " is not on the class path.");
				}
				return in.readAllBytes();
			}
		}

	}

}
