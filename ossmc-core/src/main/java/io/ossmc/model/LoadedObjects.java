package io.ossmc.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

/** What is built from one model. Thread-safe. */
final class LoadedObjects {

	private final List<Loaded<?>> all = new CopyOnWriteArrayList<>();

	void add(Loaded<?> handle) {
		this.all.add(handle);
	}

	void forget(Loaded<?> handle) {
		this.all.remove(handle);
	}

	void build() {
		this.all.forEach(Loaded::build);
	}

	/** Builds what is loaded now from another version, beside. */
	List<Loaded<?>.Next> next(ModelVersion version) {
		List<Loaded<?>.Next> objects = new ArrayList<>();
		for (Loaded<?> handle : this.all) {
			Loaded<?>.Next object = handle.next(version);
			if (object != null) {
				objects.add(object);
			}
		}
		return objects;
	}

	/** Gives up what is built from a version; each is built again on its next use. */
	void unload(ModelVersion version) {
		unload((built) -> built == version);
	}

	/** Gives up what is built from others. */
	void unloadAllBut(ModelVersion version) {
		unload((built) -> built != version);
	}

	private void unload(Predicate<ModelVersion> which) {
		Ending ending = new Ending("Giving up what was loaded");
		this.all.forEach((handle) -> ending.step(() -> handle.unload(which)));
		ending.report();
	}

	void close() {
		Ending ending = new Ending("Closing what was loaded");
		this.all.forEach((handle) -> ending.step(handle::close));
		ending.report();
	}

	boolean complete() {
		return this.all.stream().allMatch(Loaded::isLoaded);
	}

	@Nullable OssModelException error() {
		return this.all.stream().map(Loaded::error).filter(Objects::nonNull).findFirst().orElse(null);
	}

}
