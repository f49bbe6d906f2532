package io.ossmc.region;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelDirectoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real file in the memory root, which engines and other processes can open by its path.
 * It is filled under a name nobody looks at and {@linkplain #publish(Path) published} by
 * renaming it; a published file is never written again, and may be read by others for as
 * long as they like.
 */
public final class SharedRegion extends Region {

	private static final Logger logger = LoggerFactory.getLogger(SharedRegion.class);

	private final boolean direct;

	private final @Nullable Object fileKey;

	private final Object lock = new Object();

	/**
	 * One at a time: the kernel lets only one write to a file, and lets the others spin.
	 */
	private final Lock fileWrites = new ReentrantLock();

	private volatile Path path;

	private @Nullable Mapping writing;

	private @Nullable Mapping reading;

	/** Keeps the pages of the unlinked file until the reaper has time for them. */
	private @Nullable FileChannel unlinked;

	private boolean freed;

	private SharedRegion(Path path, long size, Pages pages, boolean direct, @Nullable Object fileKey) {
		super(size, roundUp(size, pages.unit()));
		this.path = path;
		this.direct = direct;
		this.fileKey = fileKey;
	}

	/**
	 * Creates the file, readable by whom its directory is readable by. Huge pages are
	 * taken at once, since they are stored into through a mapping; ordinary ones come
	 * with the writes, which costs a third less and fails as cleanly.
	 * @param file must not exist; its directory must
	 * @param size bytes, may be 0
	 * @return the region, to be closed by the caller
	 * @throws OssModelCapacityException if the file system has no room; nothing is left
	 * of the file then
	 * @throws OssModelDirectoryException if the file cannot be created
	 */
	public static SharedRegion create(Path file, long size) {
		return create(file, size, Libc.instance(),
				Pages.of(Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file)));
	}

	static SharedRegion create(Path file, long size, Optional<Libc> libc, Pages pages) {
		if (size < 0) {
			throw new IllegalArgumentException("Negative size: " + size);
		}
		final Path absolute = file.toAbsolutePath();
		final Path directory = Objects.requireNonNull(absolute.getParent(), "a file is in a directory");
		try {
			Modes.createFile(absolute, directory);
		}
		catch (IOException ex) {
			throw FileErrors.unwritable(absolute, ex);
		}
		try {
			final boolean direct = reserve(absolute, size, libc, pages);
			final Object key = Files.readAttributes(absolute, BasicFileAttributes.class).fileKey();
			return new SharedRegion(absolute, size, pages, direct, key);
		}
		catch (IOException ex) {
			discard(absolute);
			throw FileErrors.unwritable(absolute, ex);
		}
		catch (RuntimeException | Error ex) {
			discard(absolute);
			throw ex;
		}
	}

	/**
	 * Where the file is.
	 * @return absolute; changes once, when the region is published
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Renames the complete file to the name under which it may be opened, and makes it
	 * read-only. From now on there are no writers.
	 * @param target on the same file system, in an existing directory; what is there is
	 * replaced
	 * @throws IllegalStateException if a writer has not left, or the region is closed
	 * @throws OssModelDirectoryException if it cannot be renamed
	 */
	public void publish(Path target) {
		if (!uses().seal()) {
			throw new IllegalStateException(
					uses().closed() ? "The region is closed" : "A writer has not left the region " + this.path);
		}
		synchronized (this.lock) {
			if (uses().closed()) {
				throw new IllegalStateException("The region is closed");
			}
			try {
				Modes.readOnly(this.path);
				Files.move(this.path, target, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (IOException ex) {
				throw new OssModelDirectoryException(
						"The file " + this.path + " cannot be published as " + target + ": " + ex + ".",
						"Both must be in the same file system, writable by this process.", ex);
			}
			this.path = target.toAbsolutePath();
			final Mapping done = this.writing;
			this.writing = null;
			if (done != null) {
				Reaper.reap(done::tryClose);
			}
		}
	}

	@Override
	RegionWriter newWriter(long position, long length, boolean checksum) {
		synchronized (this.lock) {
			checkLinked();
			if (!this.direct) {
				return new FileWriter(this, this.path, this.fileWrites, position, length, checksum);
			}
			if (this.writing == null) {
				this.writing = Mapping.of(this.path, size(), true);
			}
			return new DirectWriter(this, this.writing.memory().asSlice(position, length), checksum);
		}
	}

	@Override
	MemorySegment view(Arena lease) {
		synchronized (this.lock) {
			checkLinked();
			if (!Views.POSSIBLE) {
				return Mapping.map(this.path, size(), false, lease);
			}
			if (this.reading == null) {
				this.reading = Mapping.of(this.path, size(), false);
			}
			return Views.of(this.reading.memory(), lease);
		}
	}

	@Override
	void closing() {
		synchronized (this.lock) {
			if (!this.freed) {
				unlink();
			}
		}
	}

	@Override
	boolean free() {
		synchronized (this.lock) {
			if (this.writing != null && !this.writing.tryClose() || this.reading != null && !this.reading.tryClose()) {
				return false;
			}
			this.freed = true;
			unlink();
			if (this.unlinked != null) {
				try {
					this.unlinked.close();
				}
				catch (IOException ex) {
					logger.debug("Closing {}", this.path, ex);
				}
			}
			return true;
		}
	}

	/** For who was counted in just before the region was closed. */
	private void checkLinked() {
		if (this.unlinked != null) {
			throw new IllegalStateException("The region is closed");
		}
	}

	/** Removes the name if it still is this file's, but not yet the pages. */
	private void unlink() {
		if (this.unlinked != null) {
			return;
		}
		try {
			final FileChannel channel = FileChannel.open(this.path, StandardOpenOption.READ);
			try {
				if (Objects.equals(this.fileKey,
						Files.readAttributes(this.path, BasicFileAttributes.class).fileKey())) {
					Files.delete(this.path);
				}
				this.unlinked = channel;
			}
			finally {
				if (this.unlinked == null) {
					channel.close();
				}
			}
		}
		catch (NoSuchFileException ex) {
			logger.trace("Already gone: {}", this.path);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The file {} could not be removed: {}", this.path, ex.toString());
		}
	}

	/**
	 * Gives the file its size and, if they are huge, its pages.
	 * @return whether every page is there, so that no store can fail
	 */
	private static boolean reserve(Path file, long size, Optional<Libc> libc, Pages pages) throws IOException {
		if (size > Files.getFileStore(file).getUsableSpace()) {
			throw FileErrors.full(file, size, null);
		}
		try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
			empty.setLength(size);
		}
		return pages.huge() && (size == 0 || libc.isPresent() && Reservation.of(libc.get(), file, 0, size, size));
	}

	private static void discard(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.warn("The file {} could not be removed: {}", file, ex.toString());
		}
	}

}
