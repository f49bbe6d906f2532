package io.ossmc.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The usual {@link StablePath}: one link to the current version. */
final class SymbolicLink extends StablePath {

	SymbolicLink(Path path) {
		super(path);
	}

	@Override
	void point(Path version) throws IOException {
		show(this.path, version);
	}

	@Override
	void point(Path version, List<String> files) throws IOException {
		show(this.path, version);
	}

	@Override
	void published(String file) {
		// The link shows it already.
	}

	@Override
	void remove() throws IOException {
		if (shows(this.path)) {
			Files.delete(this.path);
		}
	}

}
