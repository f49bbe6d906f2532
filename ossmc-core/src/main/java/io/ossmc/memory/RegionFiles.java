package io.ossmc.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

import io.ossmc.OssModelDirectoryException;
import io.ossmc.system.FileErrors;
import io.ossmc.system.Libc;
import io.ossmc.system.Modes;
import io.ossmc.system.Pages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the files of regions in one directory and below it. What is the same for all of
 * them (which pages they are made of, who may read them) takes longer to ask for than a
 * file to make, and a model may have ten thousand: it is asked for once. Thread-safe.
 */
public final class RegionFiles {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private final Pages pages;

	private final Optional<Libc> libc;

	private final FileStore store;

	private final Optional<Set<PosixFilePermission>> mode;

	private RegionFiles(Path directory, Pages pages, Optional<Libc> libc) throws IOException {
		this.pages = pages;
		this.libc = libc;
		this.store = Files.getFileStore(directory);
		this.mode = Modes.forFilesIn(directory);
	}

	/**
	 * Looks at a directory.
	 * @param directory exists; those below it are of the same file system and the same
	 * permissions
	 * @return good for as long as the directory is what it is now
	 * @throws OssModelDirectoryException if it cannot be looked at
	 */
	public static RegionFiles in(Path directory) {
		return in(directory, Libc.instance(), Pages.of(directory));
	}

	static RegionFiles in(Path directory, Optional<Libc> libc, Pages pages) {
		try {
			return new RegionFiles(directory, pages, libc);
		}
		catch (IOException ex) {
			throw FileErrors.unwritable(directory, ex);
		}
	}

	/**
	 * A region whose file is made when it is needed, by whoever writes first: so it is
	 * many threads that make many files. Where pages are huge it is made now, because all
	 * its pages are taken with it and a lack of them should be known before the first
	 * byte comes.
	 * @param file must not exist; its directory must
	 * @param size bytes, may be 0
	 * @return the region, to be closed by the caller
	 * @throws io.ossmc.OssModelCapacityException if the file system has no room, as
	 * whoever writes first gets it otherwise; nothing is left of the file then
	 * @throws OssModelDirectoryException if the file cannot be created, likewise
	 */
	public SharedRegion region(Path file, long size) {
		final SharedRegion region = new SharedRegion(file.toAbsolutePath(), size, this);
		if (this.pages.huge()) {
			region.make();
		}
		return region;
	}

	Pages pages() {
		return this.pages;
	}

	Optional<Libc> libc() {
		return this.libc;
	}

	/**
	 * Makes a file, gives it its size and, if they are huge, its pages. If that fails,
	 * nothing is left of it.
	 * @param file absolute
	 */
	Made make(Path file, long size) {
		try {
			Modes.createFile(file, this.mode);
		}
		catch (IOException ex) {
			throw FileErrors.unwritable(file, ex);
		}
		try {
			final boolean whole = reserve(file, size);
			return new Made(whole, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
		}
		catch (IOException ex) {
			discard(file);
			throw FileErrors.unwritable(file, ex);
		}
		catch (RuntimeException | Error ex) {
			discard(file);
			throw ex;
		}
	}

	/** Returns whether every page is there. */
	private boolean reserve(Path file, long size) throws IOException {
		if (size > this.store.getUsableSpace()) {
			throw FileErrors.full(file, size, null);
		}
		try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
			empty.setLength(size);
		}
		return this.pages.huge()
				&& (size == 0 || this.libc.isPresent() && Preallocation.of(this.libc.get(), file, 0, size, size));
	}

	private static void discard(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.warn("The file {} could not be removed: {}", file, ex.toString());
		}
	}

	/**
	 * A file that was made.
	 *
	 * @param whole whether every page is there, so that no store can fail
	 * @param fileKey tells it from others; null where files have no keys
	 */
	record Made(boolean whole, @Nullable Object fileKey) {
	}

}
