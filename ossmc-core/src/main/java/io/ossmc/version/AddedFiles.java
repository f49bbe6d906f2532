package io.ossmc.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.ossmc.budget.IdleEntry;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.budget.Reservation;
import io.ossmc.root.MemoryRoot;
import io.ossmc.text.ServerText;
import io.ossmc.thread.ConnectorThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that somebody else wrote into the directory of a version: engines keep optimised
 * graphs and compiled kernels beside a model. They take memory of the root, so they are
 * charged to the model, also beyond the budget since nobody asked, and they go with the
 * version. A file is known by its key and not by its name: one that was renamed over a
 * published file is somebody else's, and a further name of a file takes no memory. Looked
 * for every {@link #PERIOD}: directories that have not changed are not read again.
 * Thread-safe.
 */
public final class AddedFiles {

	static final Duration PERIOD = Duration.ofSeconds(2);

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	/**
	 * File systems tell times in steps: what has just changed may change again in one.
	 */
	private static final Duration STEP = Duration.ofSeconds(1);

	private final String model;

	private final ModelVersion version;

	private final ConnectorThreads threads;

	private final MemoryBudget budget;

	private final MemoryRoot root;

	private final InstantSource clock;

	/** When those directories had changed last that need not be read again until then. */
	private final Map<Path, FileTime> read = new HashMap<>();

	/** Real pages of each file. */
	private final Map<Path, Long> added = new TreeMap<>();

	private final List<Reservation> charges = new ArrayList<>();

	/** Written under the lock. */
	private volatile long charged;

	/** Whether what is charged has been told that it comes back. */
	private boolean leaving;

	private Future<?> next = CompletableFuture.completedFuture(null);

	private boolean ended;

	private AddedFiles(String model, ModelVersion version, ConnectorThreads threads, MemoryBudget budget,
			MemoryRoot root, InstantSource clock) {
		this.model = model;
		this.version = version;
		this.threads = threads;
		this.budget = budget;
		this.root = root;
		this.clock = clock;
	}

	/**
	 * Begins to look.
	 * @param model whose version it is
	 * @param version complete
	 * @param threads look
	 * @param budget is charged
	 * @param root knows what pages cost
	 * @param clock that of the file system
	 * @return to be {@linkplain #end ended} before the directory goes
	 */
	public static AddedFiles watch(String model, ModelVersion version, ConnectorThreads threads, MemoryBudget budget,
			MemoryRoot root, InstantSource clock) {
		AddedFiles files = new AddedFiles(model, version, threads, budget, root, clock);
		files.again();
		return files;
	}

	private synchronized void again() {
		if (!this.ended) {
			this.next = this.threads.after(PERIOD, () -> {
				look();
				again();
			});
		}
	}

	private synchronized void look() {
		if (this.ended) {
			return;
		}
		find();
		charge();
	}

	private void charge() {
		long total = this.added.values().stream().mapToLong(Long::longValue).sum();
		if (total < this.charged) {
			release();
		}
		if (total > this.charged) {
			Reservation more = this.budget.charge(this.model, total - this.charged);
			this.charges.add(more);
			this.charged = total;
			if (this.leaving) {
				more.returns();
			}
		}
	}

	/** Real pages that come back with the version. */
	long freeable() {
		return this.charged;
	}

	/** As a part of what the version has. */
	void addTo(IdleEntry.Parts parts) {
		parts.add(this, this.charged, 1);
	}

	/** The version will go soon, and they with it. */
	synchronized void returns() {
		this.leaving = true;
		this.charges.forEach(Reservation::returns);
	}

	/**
	 * Looks no more; what there is goes now, and each file is named in the log. It is
	 * charged, also what has just been written, until it is {@linkplain #release gone}.
	 */
	synchronized void end() {
		this.ended = true;
		this.next.cancel(false);
		this.leaving = true;
		find();
		charge();
		this.added
			.forEach((file, bytes) -> log.info("Model {}: {} ({} bytes of memory) was not part of it and goes with it",
					this.model, ServerText.shown(this.version.directory().relativize(file).toString()), bytes));
	}

	/** They are gone. */
	synchronized void release() {
		this.charges.forEach(Reservation::close);
		this.charges.clear();
		this.charged = 0;
	}

	private void find() {
		try {
			find(this.version.directory());
			Set<Object> seen = new HashSet<>();
			this.version.files().values().forEach((file) -> see(seen, file.region().fileKey()));
			this.added.replaceAll((file, _) -> pages(file, seen));
			this.added.values().removeIf((bytes) -> bytes < 0);
		}
		catch (IOException | DirectoryIteratorException | UncheckedIOException ex) {
			log.debug("Cannot look for files in {}", this.version.directory(), ex);
		}
	}

	private void find(Path folder) throws IOException {
		FileTime changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS);
		if (changed.equals(this.read.get(folder))) {
			for (Path below : List.copyOf(this.read.keySet())) {
				if (folder.equals(below.getParent())) {
					find(below);
				}
			}
			return;
		}
		boolean settled = changed.toInstant().isBefore(this.clock.instant().minus(STEP));
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
			for (Path entry : entries) {
				if (isOurs(entry)) {
					continue;
				}
				if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
					find(entry);
				}
				else {
					this.added.put(entry, 0L);
				}
			}
		}
		catch (NoSuchFileException ex) {
			this.read.remove(folder);
			log.trace("Already gone: {}", folder, ex);
			return;
		}
		if (settled) {
			this.read.put(folder, changed);
		}
	}

	private boolean isOurs(Path entry) throws IOException {
		String name = this.version.directory().relativize(entry).toString();
		StoredFile held = this.version.files().get(name.replace(entry.getFileSystem().getSeparator(), "/"));
		return held != null && Objects.equals(held.region().fileKey(), attributes(entry).fileKey());
	}

	private static BasicFileAttributes attributes(Path entry) throws IOException {
		return Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/** Whether it is the first time; always where files have no keys. */
	private static boolean see(Set<Object> seen, @Nullable Object fileKey) {
		return fileKey == null || seen.add(fileKey);
	}

	/**
	 * Negative if there is no such file any more.
	 * @param seen keys of those that are counted already
	 */
	private long pages(Path file, Set<Object> seen) {
		try {
			BasicFileAttributes attributes = attributes(file);
			return (attributes.isRegularFile() && see(seen, attributes.fileKey())) ? this.root.taken(file) : 0;
		}
		catch (NoSuchFileException ex) {
			return -1;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
