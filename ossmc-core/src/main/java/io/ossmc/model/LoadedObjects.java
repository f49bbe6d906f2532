package io.ossmc.model;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

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

	/** Gives all objects up; each is built again on its next use. */
	void unload() {
		this.all.forEach(Loaded::unload);
	}

	void close() {
		this.all.forEach(Loaded::close);
	}

	boolean complete() {
		return this.all.stream().allMatch(Loaded::isLoaded);
	}

	/** Whether nobody uses one and none is being built. */
	boolean idle() {
		return this.all.stream().allMatch(Loaded::idle);
	}

	/** Leases of those that are there. */
	int leases() {
		return (int) this.all.stream().filter(Loaded::isLoaded).count();
	}

	/** Leases of those that are there or being built, at most. */
	int holds() {
		return (int) this.all.stream().filter(Loaded::holds).count();
	}

	@Nullable OssModelException error() {
		return this.all.stream().map(Loaded::error).filter(Objects::nonNull).findFirst().orElse(null);
	}

}
