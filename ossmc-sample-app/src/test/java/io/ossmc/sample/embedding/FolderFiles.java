package io.ossmc.sample.embedding;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.ModelFiles;
import io.ossmc.sample.bundled.BundledModel;

/** A model's files in an ordinary folder: what loaders see, without a connector. */
record FolderFiles(Path path) implements ModelFiles {

	static FolderFiles unpack(String name, Path parent) throws IOException {
		BundledModel model = BundledModel.ALL.stream().filter((m) -> m.name().equals(name)).findFirst().orElseThrow();
		Path folder = Files.createDirectories(parent.resolve(name));
		for (BundledModel.File file : model.files()) {
			Files.write(folder.resolve(file.name()), file.read());
		}
		return new FolderFiles(folder);
	}

	@Override
	public Path path(String file) {
		return this.path.resolve(file);
	}

	@Override
	public MemorySegment segment(String file) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<String> files() {
		return List.of("model.onnx", "tokenizer.json");
	}

	@Override
	public String version() {
		return "0";
	}

}
