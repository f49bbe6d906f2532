package io.ossmc.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.system.FileErrors;
import io.ossmc.system.FileHold;
import io.ossmc.system.Libc;
import io.ossmc.system.Modes;
import io.ossmc.system.Pages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real file in the memory root, which engines and other processes can open by its path.
 * It is made by its first writer or, with {@link #create}, at once, is filled under a
 * name nobody looks at and {@linkplain #publish(Path) published} by renaming it; a
 * published file is never written again, and may be read by others for as long as they
 * like.
 */
public final class SharedRegion extends Region {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private final Optional<Libc> libc;

	private final Object lock = new Object();

	/** Makes the file; null once it is there. */
	private @Nullable RegionFiles toMake;

	private boolean direct;

	private volatile @Nullable Object fileKey;

	/**
	 * One at a time: the kernel lets only one write to a file, and lets the others spin.
	 */
	private final Lock fileWrites = new ReentrantLock();

	private volatile Path path;

	private @Nullable Mapping writing;

	private @Nullable Mapping reading;

	/** The file, from when the region is closed. */
	private @Nullable LeavingFile leaving;

	private boolean freed;

	/** Of a file that is there. */
	private SharedRegion(Path path, long size, Pages pages, @Nullable Object fileKey) {
		super(size, roundUp(size, pages.unit()));
		this.path = path;
		this.libc = Libc.instance();
		this.fileKey = fileKey;
	}

	/** Of a file that is yet to be made. */
	SharedRegion(Path path, long size, RegionFiles files) {
		super(requireSize(size), roundUp(size, files.pages().unit()));
		this.path = path;
		this.libc = files.libc();
		this.toMake = files;
	}

	private static long requireSize(long size) {
		if (size < 0) {
			throw new IllegalArgumentException("Negative size: " + size);
		}
		return size;
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
		return create(file, size, Libc.instance(), Pages.of(directoryOf(file)));
	}

	static SharedRegion create(Path file, long size, Optional<Libc> libc, Pages pages) {
		final SharedRegion region = new SharedRegion(file.toAbsolutePath(), size,
				RegionFiles.in(directoryOf(file), libc, pages));
		region.make();
		return region;
	}

	private static Path directoryOf(Path file) {
		return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
	}

	/**
	 * Takes over a file that was published before, by this process or another.
	 * @param file regular, read-only, nobody writes it any more
	 * @return the region, to be closed by the caller
	 * @throws OssModelDirectoryException if it cannot be looked at
	 */
	public static SharedRegion adopt(Path file) {
		final Path absolute = file.toAbsolutePath();
		final Path directory = directoryOf(file);
		try {
			final BasicFileAttributes attributes = Files.readAttributes(absolute, BasicFileAttributes.class);
			final SharedRegion region = new SharedRegion(absolute, attributes.size(), Pages.of(directory),
					attributes.fileKey());
			region.uses().seal();
			return region;
		}
		catch (IOException ex) {
			throw FileErrors.inRoot("The file " + absolute + " cannot be read", directory,
					"It was there before; fetch the model again.", ex);
		}
	}

	/**
	 * Gives the published file one more name (a hard link). Closing the region removes
	 * only {@link #path()}: the others are the caller's to remove, and its memory is
	 * freed after the last.
	 * @param name on the same file system, in an existing directory; must not exist
	 * @throws IllegalStateException if the region is closed
	 * @throws OssModelDirectoryException if it cannot be linked
	 */
	public void link(Path name) {
		synchronized (this.lock) {
			if (uses().closed()) {
				throw new IllegalStateException("The region is closed");
			}
			try {
				Files.createLink(name, this.path);
			}
			catch (IOException ex) {
				throw FileErrors.inRoot("The file " + this.path + " cannot be linked as " + name,
						name.resolveSibling(""), "Both must be in the same file system.", ex);
			}
		}
	}

	/**
	 * Which file it is, whatever names it has.
	 * @return equal for the same file while that exists; null where files have no keys,
	 * and before the file is made
	 */
	public @Nullable Object fileKey() {
		return this.fileKey;
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
			// Nobody has written to one that is empty.
			make();
			try {
				Modes.readOnly(this.path);
				Files.move(this.path, target, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (IOException ex) {
				throw FileErrors.inRoot("The file " + this.path + " cannot be published as " + target,
						target.resolveSibling(""), "Both must be in the same file system, writable by this process.",
						ex);
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
			make();
			if (!this.direct) {
				return new FileWriter(this, this.path, this.fileWrites, position, length, checksum);
			}
			if (this.writing == null) {
				this.writing = Mapping.of(this.path, size(), true, this.libc);
			}
			return new DirectWriter(this, this.writing.memory().asSlice(position, length), checksum);
		}
	}

	@Override
	MemorySegment view(Arena lease) {
		synchronized (this.lock) {
			checkLinked();
			make();
			if (!Views.POSSIBLE) {
				return Mapping.map(this.path, size(), false, lease, this.libc);
			}
			if (this.reading == null) {
				this.reading = Mapping.of(this.path, size(), false, this.libc);
			}
			return Views.of(this.reading.memory(), lease);
		}
	}

	@Override
	void closing() {
		synchronized (this.lock) {
			leaving().hide();
		}
	}

	@Override
	boolean free() {
		synchronized (this.lock) {
			if (this.writing != null && !this.writing.tryClose() || this.reading != null && !this.reading.tryClose()) {
				return false;
			}
			this.reading = null;
			this.writing = null;
			this.freed = true;
			return true;
		}
	}

	@Override
	boolean gone() {
		synchronized (this.lock) {
			return leaving().gone();
		}
	}

	private LeavingFile leaving() {
		if (this.leaving == null) {
			this.leaving = new LeavingFile(this.path, this.fileKey, this.libc);
		}
		return this.leaving;
	}

	/**
	 * Whether anybody else has the file open or mapped right now: another process, or
	 * somebody in this one who opened it by its path. Then closing the region frees
	 * nothing for the time being. Whoever opens the file at this very moment waits for
	 * some microseconds. To be asked of regions that nobody leases: a lease is a mapping
	 * too, and the answer would be no.
	 * @return false where it cannot be told, and for a closed or leased region
	 */
	public boolean heldElsewhere() {
		synchronized (this.lock) {
			if (this.freed || this.leaving != null || this.toMake != null || uses().leases() > 0
					|| this.reading != null && !this.reading.tryClose()) {
				return false;
			}
			this.reading = null;
			try {
				final FileHold hold = FileHold.open(this.path, this.libc);
				try {
					return hold.shared();
				}
				finally {
					hold.close();
				}
			}
			catch (IOException ex) {
				logger.debug("Cannot tell who has {}", this.path, ex);
				return false;
			}
		}
	}

	/** Makes the file if it is not there. A closed region makes none any more. */
	void make() {
		synchronized (this.lock) {
			final RegionFiles files = this.toMake;
			if (files != null) {
				final RegionFiles.Made made = files.make(this.path, size());
				this.direct = made.whole();
				this.fileKey = made.fileKey();
				this.toMake = null;
			}
		}
	}

	/** For who was counted in just before the region was closed. */
	private void checkLinked() {
		if (this.leaving != null) {
			throw new IllegalStateException("The region is closed");
		}
	}

}
