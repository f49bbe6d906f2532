package io.ossmc.storm;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.ModelFiles;

/**
 * What the storm builds from a model: like an engine it keeps views of all files, and
 * looks at them in every use. It must be closed once, after its last use, while its
 * memory is still there. Thread-safe.
 */
final class Product {

	private final Scene scene;

	private final ModelFiles files;

	private final AtomicInteger closed = new AtomicInteger();

	private final AtomicInteger uses = new AtomicInteger();

	private Product(Scene scene, ModelFiles files) {
		this.scene = scene;
		this.files = files;
		check();
	}

	/** Builds one, or fails. */
	static Product load(Scene scene, ModelFiles files) throws Exception {
		Deliberate.sometimesChecked(scene.random(), 4, Deliberate.Place.LOADER);
		Product product = new Product(scene, files);
		scene.built().incrementAndGet();
		return product;
	}

	/** Uses it, or fails. */
	int use() {
		this.uses.incrementAndGet();
		try {
			if (this.closed.get() > 0) {
				this.scene.verdict().wrong("a use of what is closed", this.files.version());
			}
			check();
			Deliberate.sometimes(this.scene.random(), 20, Deliberate.Place.USE);
			return this.files.files().size();
		}
		finally {
			this.uses.decrementAndGet();
		}
	}

	private void check() {
		for (String file : this.files.files()) {
			MemorySegment segment = this.files.segment(file);
			if (this.scene.pool().versionsOf(file, segment) == 0) {
				this.scene.verdict().wrong("a wrong byte in a loaded object", file);
			}
		}
	}

	/** Closes it, and throws now and then. */
	void close() {
		if (this.closed.incrementAndGet() != 1) {
			this.scene.verdict().wrong("closed twice", this.files.version());
		}
		if (this.uses.get() != 0) {
			this.scene.verdict().wrong("closed in use", this.files.version());
		}
		check();
		this.scene.built().decrementAndGet();
		Deliberate.sometimes(this.scene.random(), 3, Deliberate.Place.CLOSER);
	}

}
