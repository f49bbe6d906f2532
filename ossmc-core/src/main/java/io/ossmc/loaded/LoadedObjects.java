package io.ossmc.loaded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.ossmc.ModelProgress.LoadProgress;
import io.ossmc.OssModelException;
import io.ossmc.thread.Ending;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;

/** What is built from one model. Thread-safe. */
public final class LoadedObjects {

	private final List<Loaded<?>> all = new CopyOnWriteArrayList<>();

	public void add(Loaded<?> handle) {
		this.all.add(handle);
	}

	public void remove(Loaded<?> handle) {
		this.all.remove(handle);
	}

	public void build() {
		this.all.forEach(Loaded::build);
	}

	/** Builds what is loaded now from another version, beside. */
	public List<Replacement<?>> replacements(ModelVersion version) {
		List<Replacement<?>> objects = new ArrayList<>();
		for (Loaded<?> handle : this.all) {
			Replacement<?> object = handle.replacement(version);
			if (object != null) {
				objects.add(object);
			}
		}
		return objects;
	}

	/**
	 * Gives up what is built from a version; each is built again on its next use.
	 * @return completes when all of it is closed
	 */
	public CompletableFuture<Void> unload(ModelVersion version) {
		return each("Giving up what was loaded", (handle) -> handle.unload((built) -> built == version));
	}

	/** Gives up what is built from others. */
	public CompletableFuture<Void> unloadAllBut(ModelVersion version) {
		return each("Giving up what was loaded", (handle) -> handle.unload((built) -> built != version));
	}

	/** Gives up all of it, for good. */
	public CompletableFuture<Void> end() {
		return each("Closing what was loaded", Loaded::end);
	}

	private CompletableFuture<Void> each(String what, Function<Loaded<?>, CompletableFuture<Void>> step) {
		Ending ending = new Ending(what);
		List<CompletableFuture<Void>> closed = new ArrayList<>();
		this.all.forEach((handle) -> ending.step(() -> closed.add(step.apply(handle))));
		ending.report();
		return CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new));
	}

	public boolean complete() {
		return this.all.stream().allMatch(Loaded::isLoaded);
	}

	/** How it is with all of them; null if there are none. */
	public @Nullable LoadProgress progress() {
		return this.all.stream().map(Loaded::progress).reduce(LoadedObjects::both).orElse(null);
	}

	private static LoadProgress both(LoadProgress one, LoadProgress other) {
		LoadProgress worse = (rank(one) >= rank(other)) ? one : other;
		return new LoadProgress(worse.state(), one.failures() + other.failures(), longer(one.took(), other.took()),
				worse.nextAttemptAt(), worse.error());
	}

	/** What says most about all of them is the highest. */
	private static int rank(LoadProgress progress) {
		return switch (progress.state()) {
			case LOADED -> 0;
			case ABSENT -> 1;
			case LOADING -> 2;
			case FAILED -> 3;
		};
	}

	private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
		return (one == null || other != null && other.compareTo(one) > 0) ? other : one;
	}

	public @Nullable OssModelException error() {
		return this.all.stream().map(Loaded::error).filter(Objects::nonNull).findFirst().orElse(null);
	}

}
