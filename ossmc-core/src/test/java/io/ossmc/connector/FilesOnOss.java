package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import io.ossmc.ModelLease;
import io.ossmc.OssModel;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code oss://models/model/} with seven files, one empty, and what each must hold. */
final class FilesOnOss {

	private final Map<String, byte[]> contents = new TreeMap<>();

	/** Puts them there. */
	FilesOnOss(Oss oss) {
		put(oss, "config.json", 700);
		put(oss, "sub/tokenizer.json", 70_000);
		put(oss, "empty", 0);
		for (int i = 1; i <= 4; i++) {
			put(oss, "weights-" + i + ".bin", (5 << 20) + i);
		}
	}

	/** Puts another one there. */
	void put(Oss oss, String name, int size) {
		this.contents.put(name, oss.put("model/" + name, size));
	}

	/** Another content from now on. */
	void replace(Oss oss, String name, byte[] content) {
		oss.bucket().put("model/" + name, content);
		this.contents.put(name, content);
	}

	Collection<byte[]> contents() {
		return this.contents.values();
	}

	int count() {
		return this.contents.size();
	}

	long bytes() {
		return this.contents.values().stream().mapToLong((content) -> content.length).sum();
	}

	/** Through a lease, and at its stable path. */
	void assertServedBy(OssModel model, Path place) throws IOException {
		try (ModelLease lease = model.lease()) {
			assertThat(lease.files()).containsExactlyElementsOf(this.contents.keySet());
			assertIn(lease.path());
			assertIn(place);
		}
	}

	void assertIn(Path place) throws IOException {
		for (Map.Entry<String, byte[]> file : this.contents.entrySet()) {
			assertThat(Arrays.equals(Files.readAllBytes(place.resolve(file.getKey())), file.getValue()))
				.as("the bytes of %s in %s", file.getKey(), place)
				.isTrue();
		}
	}

}
