package io.ossmc.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.ossmc.ModelProgress.FileProgress;
import io.ossmc.ModelState;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.PartMap;
import io.ossmc.plan.PlannedFile;
import io.ossmc.plan.VersionPlan;
import io.ossmc.text.ServerText;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The files of one {@link Attempt}: which there are, how far each is, who waits for it.
 * Thread-safe.
 */
final class AttemptFiles {

	/** Files drawn at a time: nobody sees more, and each is half a kilobyte. */
	private static final int MOST_MAPS = 8;

	private final CompletableFuture<ModelVersion> result;

	private final Map<String, CompletableFuture<Path>> awaited = new ConcurrentHashMap<>();

	private final Map<String, Path> published = new ConcurrentHashMap<>();

	private volatile @Nullable VersionPlan plan;

	/** Until all of them are published. */
	private volatile List<FileFetch> fetches = List.of();

	/** Set before the fetches go, so to be read after them. */
	private volatile boolean complete;

	/**
	 * Nothing is known yet.
	 * @param result of the attempt
	 */
	AttemptFiles(CompletableFuture<ModelVersion> result) {
		this.result = result;
	}

	@Nullable VersionPlan plan() {
		return this.plan;
	}

	/** A new plan makes everything before it void. */
	void planned(VersionPlan plan) {
		this.published.clear();
		this.awaited.values().removeIf(CompletableFuture::isDone);
		this.complete = false;
		this.fetches = List.of();
		this.plan = plan;
	}

	void fetching(List<FileFetch> files) {
		this.fetches = List.copyOf(files);
	}

	/** All of them are published; how they came is forgotten. */
	void complete() {
		this.complete = true;
		this.fetches = List.of();
	}

	void published(String file, Path path) {
		this.published.put(file, path);
		CompletableFuture<Path> waiting = this.awaited.get(file);
		if (waiting != null) {
			waiting.complete(path);
		}
	}

	/** Completes when that one file is published, or fails with the attempt. */
	CompletableFuture<Path> whenPublished(String file) {
		CompletableFuture<Path> waiting = this.awaited.computeIfAbsent(file, (_) -> new CompletableFuture<>());
		Path there = this.published.get(file);
		if (there != null) {
			waiting.complete(there);
		}
		this.result.whenComplete((version, error) -> {
			if (error != null) {
				waiting.completeExceptionally(error);
			}
			else if (version.plan().names().contains(file)) {
				waiting.complete(version.directory().resolve(file));
			}
			else {
				waiting.completeExceptionally(new OssModelNotFoundException(
						"The model has no file \"" + ServerText.shown(file) + "\".", "Check its name."));
			}
		});
		return waiting.copy();
	}

	/**
	 * What one of them waits for. As long as files of its own come, nobody waits for
	 * those of others.
	 */
	Optional<String> waitingFor() {
		List<FileFetch> missing = this.fetches.stream().filter((file) -> !file.ended().isDone()).toList();
		boolean othersOnly = missing.stream().allMatch(FileFetch::byAnother);
		return missing.stream()
			.filter((file) -> othersOnly || !file.byAnother())
			.map(FileFetch::waitingFor)
			.flatMap(Optional::stream)
			.findFirst();
	}

	long totalBytes() {
		VersionPlan known = this.plan;
		return (known != null) ? known.bytes() : 0;
	}

	long fetchedBytes() {
		List<FileFetch> now = this.fetches;
		return this.complete ? totalBytes() : now.stream().mapToLong(FileFetch::fetched).sum();
	}

	List<FileProgress> progress() {
		VersionPlan known = this.plan;
		if (known == null) {
			return List.of();
		}
		List<FileFetch> now = this.fetches;
		if (this.complete) {
			return known.files()
				.stream()
				.map((file) -> progress(file, file.object().size(), ModelState.READY))
				.toList();
		}
		return now.isEmpty() ? known.files().stream().map((file) -> progress(file, 0, ModelState.QUEUED)).toList()
				: now.stream().map(this::progress).toList();
	}

	private FileProgress progress(FileFetch fetch) {
		ModelState state;
		if (this.published.containsKey(fetch.file().name())) {
			state = ModelState.READY;
		}
		else if (fetch.failed()) {
			state = ModelState.FAILED;
		}
		else {
			state = (fetch.fetched() > 0) ? ModelState.FETCHING : ModelState.QUEUED;
		}
		return progress(fetch.file(), fetch.fetched(), state);
	}

	private static FileProgress progress(PlannedFile file, long fetched, ModelState state) {
		return new FileProgress(file.name(), file.object().size(), fetched, state, file.object().etag());
	}

	/** Maps of the large files under way, the first few. */
	Map<String, PartMap> parts() {
		Map<String, PartMap> maps = new LinkedHashMap<>();
		this.fetches.stream()
			.filter((file) -> file.fetched() < file.file().object().size()
					&& !this.published.containsKey(file.file().name()))
			.map((file) -> file.map().map((map) -> Map.entry(file.file().name(), map)))
			.flatMap(Optional::stream)
			.limit(MOST_MAPS)
			.forEach((entry) -> maps.put(entry.getKey(), entry.getValue()));
		return maps;
	}

}
