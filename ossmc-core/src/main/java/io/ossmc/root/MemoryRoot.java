package io.ossmc.root;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.memory.Region;
import io.ossmc.system.Descriptors;
import io.ossmc.system.Errno;
import io.ossmc.system.FileErrors;
import io.ossmc.system.Libc;
import io.ossmc.system.Pages;
import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory whose file system holds the files of models, best a tmpfs: memory that
 * others can open by a path. Stateless, nothing to close.
 */
public final class MemoryRoot {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final long LEAST = 64L << 20;

	private final Path directory;

	private final Set<PosixFilePermission> ownerPermissions;

	private final Pages pages;

	private final FileStore store;

	/** What the next owner finds there already, and may give up. */
	private final long kept;

	private MemoryRoot(Path directory, Set<PosixFilePermission> ownerPermissions, long kept) throws IOException {
		this.kept = kept;
		this.directory = directory;
		this.ownerPermissions = ownerPermissions;
		this.pages = Pages.of(directory);
		this.store = Files.getFileStore(directory);
	}

	/**
	 * Opens the root, making the directory where there is none. Unset, it is
	 * {@code /dev/shm/ossmc-<uid>} if that is a tmpfs with room, else a private directory
	 * below {@code java.io.tmpdir}, with a warning if that is a disk.
	 * @param configured {@code ossmc.cache.root}, null if unset
	 * @param wanted {@code ossmc.cache.max-size} in bytes, null if unset
	 * @return the root
	 * @throws OssModelCapacityException if its file system is smaller than wanted
	 * @throws io.ossmc.OssModelConfigurationException if it is a link or no directory
	 * @throws io.ossmc.OssModelDirectoryException if it belongs to somebody else or
	 * cannot be made or written
	 */
	public static MemoryRoot open(@Nullable Path configured, @Nullable Long wanted) {
		return open(configured, wanted, Places.ofThisMachine());
	}

	static MemoryRoot open(@Nullable Path configured, @Nullable Long wanted, Places places) {
		final MemoryRoot root = (configured != null) ? of(configured) : unset(wanted, places);
		RootRules.warnIfShared(root.directory);
		// Asked now: a process that has none left cannot read how many it may have.
		logger.debug("{}", Descriptors.now());
		if (wanted != null && root.capacity() < wanted) {
			throw new OssModelCapacityException(
					"The memory root " + root.directory + " is too small: ossmc.cache.max-size is "
							+ Amounts.exactSize(wanted) + ", " + FileErrors.room(root.directory) + ".",
					FileErrors.LARGER_ROOT);
		}
		if (wanted != null && wanted > places.limit()) {
			logger.warn(
					"ossmc.cache.max-size is {}, but this container may use {} in all, heap included: before the budget"
							+ " is full the kernel kills processes. Lower ossmc.cache.max-size or raise the limit.",
					Amounts.exactSize(wanted), Amounts.exactSize(places.limit()));
		}
		if (wanted != null && root.available() + root.kept < wanted) {
			logger.warn("The memory root {} is shared: ossmc.cache.max-size is {}, but {}", root.directory,
					Amounts.exactSize(wanted), FileErrors.room(root.directory));
		}
		return root;
	}

	private static MemoryRoot unset(@Nullable Long wanted, Places places) {
		final String name = "ossmc-" + places.user();
		final long needed = (wanted != null) ? wanted
				: Math.max(LEAST, DefaultBudget.ofContainer(places.limit(), places.maxHeap()) / 2);
		final Path inMemory = places.memory().resolve(name);
		// One that is there may hold what the dead left: its sweep makes room.
		if (places.isTmpfs(places.memory()) && Files.isWritable(places.memory())
				&& (Files.exists(inMemory, LinkOption.NOFOLLOW_LINKS)
						|| places.memory().toFile().getUsableSpace() >= needed)) {
			final Optional<MemoryRoot> root = unlessSquatted(inMemory);
			if (root.isPresent() && root.get().available() + root.get().kept >= needed) {
				return root.get();
			}
			root.ifPresent((small) -> Sweep.all(small.directory));
		}
		final MemoryRoot root = unlessSquatted(places.temporary().resolve(name))
			.orElseGet(() -> of(fresh(places.temporary(), name)));
		if (!places.isTmpfs(root.directory)) {
			logger.warn("""
					Models will be kept in files on a disk ({}, {}), because {} is no tmpfs with room for {}. They are \
					written to that disk once and take their size there; their pages in the page cache count as memory \
					of the container, once, and may be dropped and read from the disk again. To keep them in memory, \
					let ossmc.cache.root name a directory in a large enough tmpfs (docker --shm-size, Kubernetes \
					emptyDir with medium: Memory).""", root.directory, root.store.type(), places.memory(),
					Amounts.exactSize(needed));
		}
		return root;
	}

	/**
	 * A name that everybody can guess is one that everybody can take before us; and so
	 * are the last names that there is room for.
	 */
	private static Optional<MemoryRoot> unlessSquatted(Path directory) {
		try {
			return Optional.of(of(directory));
		}
		catch (OssModelDirectoryException | OssModelConfigurationException | OssModelCapacityException ex) {
			logger.warn("{} The next place is taken instead; remove what is there, or set ossmc.cache.root.",
					ex.problem());
			return Optional.empty();
		}
	}

	private static Path fresh(Path parent, String name) {
		try {
			return Files.createTempDirectory(parent, name + "-");
		}
		catch (IOException ex) {
			throw FileErrors.unwritable(parent, ex);
		}
	}

	/** Also sweeps, so that what the dead left is not counted as taken. */
	private static MemoryRoot of(Path path) {
		final Path directory = path.toAbsolutePath();
		try {
			final Set<PosixFilePermission> permissions = RootRules.prepare(directory);
			final Path real = directory.toRealPath();
			return new MemoryRoot(real, permissions, Sweep.of(real));
		}
		catch (IOException ex) {
			throw FileErrors.unwritable(directory, ex);
		}
	}

	/**
	 * Where the root is.
	 * @return an absolute path without links
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * The size of its file system.
	 * @return bytes
	 */
	public long capacity() {
		try {
			return this.store.getTotalSpace();
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/**
	 * What is left of its file system.
	 * @return bytes, at this moment
	 */
	public long available() {
		try {
			return this.store.getUsableSpace();
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/**
	 * Explains what could not be done here.
	 * @param cause what was thrown, just now
	 * @return the error
	 */
	public OssModelException unusable(IOException cause) {
		return FileErrors.inRoot("The memory root " + this.directory + " cannot be used", this.directory,
				"Check that it exists and is writable by this process; ossmc.cache.root sets another.", cause);
	}

	/**
	 * Says at once that something will not fit, which would otherwise show in the middle.
	 * @param what it is, for the message
	 * @param bytes how much it needs, whole pages
	 * @throws OssModelCapacityException if that is more than is left now
	 */
	public void requireRoom(String what, long bytes) {
		if (bytes > available()) {
			throw new OssModelCapacityException("The memory root has no room for " + what + ", which needs "
					+ Amounts.exactSize(bytes) + ": " + FileErrors.room(this.directory) + ".", FileErrors.LARGER_ROOT);
		}
	}

	/**
	 * Which pages large files get here.
	 * @return {@code huge} or {@code 4KiB} (or what the smallest page is)
	 */
	public String pages() {
		return this.pages.huge() ? "huge" : Libc.pageSize() / 1024 + "KiB";
	}

	/**
	 * The real memory that a file of this size will take here.
	 * @param size bytes
	 * @return bytes, whole pages
	 */
	public long charge(long size) {
		return Region.roundUp(size, this.pages.unit());
	}

	/**
	 * The real memory that a file takes which somebody else made here: its blocks, since
	 * it may have holes. Where these cannot be asked for it is what a file of its length
	 * takes, but no more than the whole file system has given away.
	 * @param file regular
	 * @return bytes, whole pages
	 * @throws java.nio.file.NoSuchFileException if it is gone
	 * @throws IOException if it cannot be looked at
	 */
	public long taken(Path file) throws IOException {
		final long size = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).size();
		final long blocks = Libc.instance().map((libc) -> libc.allocated(file)).orElse((long) -Errno.ENOSYS);
		return (blocks >= 0) ? Region.roundUp(blocks, Libc.pageSize())
				: Math.min(charge(size), this.store.getTotalSpace() - this.store.getUnallocatedSpace());
	}

	/**
	 * Makes a directory for this connector, with what dead ones left complete on its
	 * {@linkplain Owner#shelf() shelf}; the rest of what they left is removed.
	 * @return locked until it is closed by the caller
	 */
	public Owner claim() {
		return Owner.claim(this.directory, this.ownerPermissions);
	}

	/** One more directory, without a look at what others left; empty if it was swept. */
	Optional<Owner> tryClaim() throws IOException {
		return Owner.tryClaim(this.directory, this.ownerPermissions);
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

	/**
	 * What the choice of a root depends on.
	 *
	 * @param memory where a tmpfs is looked for
	 * @param temporary where a directory can always be made
	 * @param user what distinguishes the directory of this user
	 * @param limit bytes the container may use
	 * @param maxHeap bytes the heap may use
	 */
	record Places(Path memory, Path temporary, String user, long limit, long maxHeap) {

		static Places ofThisMachine() {
			return new Places(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")), RootRules.user(),
					ContainerMemory.detect().limit(), Runtime.getRuntime().maxMemory());
		}

		boolean isTmpfs(Path directory) {
			try {
				return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
						&& Files.getFileStore(directory).type().equals("tmpfs");
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
