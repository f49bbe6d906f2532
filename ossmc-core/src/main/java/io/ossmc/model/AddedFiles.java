package io.ossmc.model;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.ossmc.cache.Reservation;
import io.ossmc.http.ServerText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that somebody else wrote into the directory of a version: engines keep optimised
 * graphs and compiled kernels beside a model. They take memory of the root, so they are
 * charged to the model, also beyond the budget since nobody asked, and they go with the
 * version. Looked for every {@link #PERIOD}: directories that have not changed are not
 * read again. Thread-safe.
 */
final class AddedFiles {

	static final Duration PERIOD = Duration.ofSeconds(2);

	private static final Logger log = LoggerFactory.getLogger(AddedFiles.class);

	/**
	 * File systems tell times in steps: what has just changed may change again in one.
	 */
	private static final Duration STEP = Duration.ofSeconds(1);

	private final String model;

	private final ModelVersion version;

	private final ModelServices services;

	/** When those directories had changed last that need not be read again until then. */
	private final Map<Path, FileTime> read = new HashMap<>();

	/** Real pages of each file. */
	private final Map<Path, Long> added = new TreeMap<>();

	private final List<Reservation> charges = new ArrayList<>();

	private long charged;

	private Future<?> next = CompletableFuture.completedFuture(null);

	private boolean ended;

	private AddedFiles(String model, ModelVersion version, ModelServices services) {
		this.model = model;
		this.version = version;
		this.services = services;
	}

	/**
	 * Begins to look.
	 * @param model whose version it is
	 * @param version complete
	 * @param services know the budget and what pages cost
	 * @return to be {@linkplain #end ended} before the directory goes
	 */
	static AddedFiles watch(String model, ModelVersion version, ModelServices services) {
		AddedFiles files = new AddedFiles(model, version, services);
		files.again();
		return files;
	}

	private synchronized void again() {
		if (!this.ended) {
			this.next = this.services.threads().after(PERIOD, () -> {
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
		long total = this.added.values().stream().mapToLong(Long::longValue).sum();
		if (total < this.charged) {
			release();
		}
		if (total > this.charged) {
			this.charges.add(this.services.budget().charge(this.model, total - this.charged));
			this.charged = total;
		}
	}

	/**
	 * Looks no more; what there is goes now, and each file is named in the log. It stays
	 * charged until it is {@linkplain #release gone}.
	 */
	synchronized void end() {
		this.ended = true;
		this.next.cancel(false);
		find();
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
			this.added.replaceAll((file, _) -> pages(file));
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
		boolean settled = changed.toInstant().isBefore(this.services.clock().instant().minus(STEP));
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

	private boolean isOurs(Path entry) {
		String name = this.version.directory().relativize(entry).toString();
		return this.version.files().containsKey(name.replace(entry.getFileSystem().getSeparator(), "/"));
	}

	/** Negative if there is no such file any more. */
	private long pages(Path file) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return attributes.isRegularFile() ? this.services.root().charge(attributes.size()) : 0;
		}
		catch (NoSuchFileException ex) {
			return -1;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
