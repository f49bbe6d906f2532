package io.ossmc.root;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ossmc.system.FileErrors;
import io.ossmc.system.Modes;
import io.ossmc.system.OwnedDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one connector within the memory root. It lives as long as a lock is
 * held, and that ends with the process; the next connector sweeps what has no lock. Safe
 * for any number of threads; the connector that claimed it closes it.
 */
public final class Owner implements Closeable {

	/** Marks a directory as ours, says whose, and is what is locked. */
	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final int ATTEMPTS = 100;

	/** Where what links lead to is, in an owner's directory. */
	private static final Set<String> SHOWN = Set.of("versions", "absent");

	private final Path directory;

	private final OwnerLock lock;

	private final Shelf shelf;

	private final AtomicBoolean closed = new AtomicBoolean();

	private Owner(Path directory, OwnerLock lock) {
		this.directory = directory;
		this.lock = lock;
		this.shelf = Shelf.of(directory);
	}

	/**
	 * Makes a directory that is locked before it can be seen under its name, and moves
	 * into it what the dead left complete; the rest of what they left goes.
	 */
	static Owner claim(Path root, Set<PosixFilePermission> permissions) {
		Sweep.of(root);
		IOException last = new IOException("nothing was tried");
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				final Optional<Owner> owner = tryClaim(root, permissions);
				if (owner.isPresent()) {
					Sweep.into(owner.get().shelf(), root);
					return owner.get();
				}
			}
			catch (IOException ex) {
				// Somebody swept our unlocked beginnings: once more, under a new name.
				last = ex;
				if (!Files.isWritable(root)) {
					break;
				}
				if (attempt == ATTEMPTS / 2) {
					// What is kept may leave no room for anything else.
					Sweep.all(root);
				}
			}
		}
		throw FileErrors.inRoot("No directory can be made in the memory root " + root, root,
				"Make it writable for this process, or let ossmc.cache.root name another.", last);
	}

	static Optional<Owner> tryClaim(Path root, Set<PosixFilePermission> permissions) throws IOException {
		final String name = name();
		final Path hidden = root.resolve(Sweep.RENAMES ? "." + name : name);
		Modes.createDirectory(hidden, permissions);
		final Path marker = hidden.resolve(OwnedDirectory.MARKER);
		Modes.createFile(marker, hidden);
		// Before the lock: closing the file afterwards might drop it.
		Files.writeString(marker, description(), StandardOpenOption.WRITE);
		final Optional<OwnerLock> lock = OwnerLock.tryLock(marker);
		if (lock.isEmpty()) {
			return Optional.empty();
		}
		try {
			final Path directory = Sweep.RENAMES ? Files.move(hidden, root.resolve(name)) : hidden;
			return Optional.of(new Owner(directory, lock.get()));
		}
		catch (IOException | RuntimeException ex) {
			lock.get().close();
			throw ex;
		}
	}

	private static String name() {
		final byte[] random = new byte[8];
		new SecureRandom().nextBytes(random);
		return "c-" + ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random);
	}

	private static String description() {
		return "pid=" + ProcessHandle.current().pid() + "\nstarted=" + started() + "\nclaimed=" + Instant.now()
				+ "\nuser=" + System.getProperty("user.name")
				+ "\n# A connector of the OSS Model Connector for Spring keeps its models here while it runs.\n"
				+ "# The directory is removed when it ends, or when the next one starts and takes over what is complete.\n";
	}

	/**
	 * The directory; everything in it is removed at the end.
	 * @return an absolute path without links
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Where the names of published files are kept that no version has.
	 * @return the one shelf of this owner
	 */
	public Shelf shelf() {
		return this.shelf;
	}

	/**
	 * Whether a link was made by a connector of this user, so that it may be replaced. It
	 * must be this user's, and lead to where connectors keep what they show; the
	 * directory of that connector must be ours, unless it was swept long ago.
	 * @param link a symbolic link
	 * @param target where it leads, absolute
	 * @return false if one of this cannot be told
	 */
	public static boolean madeLink(Path link, Path target) {
		final Path directory = OwnedDirectory.around(target);
		if (directory == null || target.getNameCount() < directory.getNameCount() + 2
				|| !SHOWN.contains(target.getName(directory.getNameCount()).toString())) {
			return false;
		}
		try {
			return Ownership.isOurs(link)
					&& (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS) || Sweep.isOurs(directory));
		}
		catch (IOException ex) {
			logger.debug("Cannot tell whose {} is", link, ex);
			return false;
		}
	}

	/**
	 * Who holds the directory something is in.
	 * @param path any path, existing or not; links are not followed
	 * @return such as {@code process 4711, started 2026-01-01T00:00:00Z}, and whether
	 * that is this one; empty if the path is in no directory of a connector of this user,
	 * or that connector is dead
	 */
	public static Optional<String> livingOwnerOf(Path path) {
		final Path directory = OwnedDirectory.around(path);
		return (directory != null && Sweep.isOurs(directory)) ? holder(directory.resolve(OwnedDirectory.MARKER))
				: Optional.empty();
	}

	private static String holder(String pid, String started) {
		// In another container a process may have the same number.
		final boolean here = pid.equals(Long.toString(ProcessHandle.current().pid())) && started.equals(started());
		return "process " + pid + ", started " + started
				+ (here ? ", which is this one: another connector, such as that of another application context" : "");
	}

	private static String started() {
		return ProcessHandle.current().info().startInstant().map(Instant::toString).orElse("unknown");
	}

	private static Optional<String> holder(Path marker) {
		try {
			final Optional<OwnerLock> lock = OwnerLock.tryLock(marker);
			if (lock.isPresent()) {
				lock.get().close();
				return Optional.empty();
			}
			if (OwnerLock.isHeldHere(marker)) {
				return Optional.of(holder(Long.toString(ProcessHandle.current().pid()), started()));
			}
			String pid = "unknown";
			String started = "unknown";
			for (String line : Files.readAllLines(marker, StandardCharsets.UTF_8)) {
				if (line.startsWith("pid=")) {
					pid = line.substring("pid=".length());
				}
				else if (line.startsWith("started=")) {
					started = line.substring("started=".length());
				}
			}
			return Optional.of(holder(pid, started));
		}
		catch (IOException ex) {
			logger.debug("Cannot tell who owns {}", marker, ex);
			return Files.exists(marker) ? Optional.of("a process that cannot be named (" + ex + ")") : Optional.empty();
		}
	}

	/** Leaves the directory as it is, for the next owner to find. */
	void die() {
		if (this.closed.compareAndSet(false, true)) {
			this.lock.close();
		}
	}

	/**
	 * Removes the directory and everything in it, then drops the lock. Idempotent, never
	 * throws; memory of files that are still leased or mapped is freed with them.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			try {
				Sweep.removeOwn(this.directory);
			}
			catch (IOException ex) {
				logger.warn("{} could not be removed, the next start will try: {}", this.directory, ex.toString());
			}
			finally {
				this.lock.close();
			}
		}
	}

}
