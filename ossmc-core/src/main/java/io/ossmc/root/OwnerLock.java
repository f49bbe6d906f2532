package io.ossmc.root;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Properties;

import io.ossmc.system.Libc;
import io.ossmc.system.SystemCallException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a file that ends with its process, however that ends, and that excludes other
 * connectors of the same JVM too. The byte locked lies beyond the text of the file, so
 * that the text can be read where locks are mandatory.
 * <p>
 * On Linux it is an open file description lock (fcntl(2), F_OFD_SETLK). Elsewhere it is
 * {@link FileChannel#tryLock()}, which is the process's: closing <em>any</em> channel on
 * the file would drop it. So within a JVM the file is not even opened when it is known to
 * be locked; the names are kept in the system properties because that is the one place
 * all class loaders share. Both kinds exclude each other.
 */
final class OwnerLock implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final long POSITION = 1L << 40;

	private static final String HELD = "ossmc.owner.";

	private final Closeable held;

	/**
	 * Of the file that is locked, whatever has its name now; null where files have none.
	 */
	private final @Nullable Object fileKey;

	private OwnerLock(Closeable held, @Nullable Object fileKey) {
		this.held = held;
		this.fileKey = fileKey;
	}

	/**
	 * Takes the lock if nobody has it.
	 * @param file exists
	 * @return the lock; empty if somebody holds it
	 * @throws IOException if the file cannot be opened
	 */
	static Optional<OwnerLock> tryLock(Path file) throws IOException {
		return tryLock(file, Libc.instance());
	}

	static Optional<OwnerLock> tryLock(Path file, Optional<Libc> libc) throws IOException {
		return tryLock(file, libc, () -> FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
	}

	/**
	 * As above, of a file in an open directory. Whether that is what was locked is to be
	 * asked {@linkplain #isOn afterwards}.
	 */
	static Optional<OwnerLock> tryLock(Folder folder, Path name) throws IOException {
		return tryLock(folder.path().resolve(name), Libc.instance(), () -> folder.openToWrite(name));
	}

	private static Optional<OwnerLock> tryLock(Path file, Optional<Libc> libc, Opening opening) throws IOException {
		if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new IOException("Not a file: " + file);
		}
		final Object key = key(file);
		final String name = HELD + ((key != null) ? key : file.toRealPath());
		return Optional
			.ofNullable(libc.isPresent() ? ofDescription(libc.get(), file, name, key) : ofProcess(opening, name, key));
	}

	/**
	 * Whether this is a lock on a certain file.
	 * @param file as it was found
	 * @return true where files have no keys
	 */
	boolean isOn(Folder.Entry file) {
		return file.is(this.fileKey);
	}

	/**
	 * Whether this JVM has a lock on a file that opening and closing it would drop.
	 * @param file exists
	 * @return true if nobody may open it now
	 * @throws IOException if the file is not there any more
	 */
	static boolean isHeldHere(Path file) throws IOException {
		return System.getProperties().containsKey(name(file));
	}

	/** Not the path: the directory is renamed while the lock is held. */
	private static String name(Path file) throws IOException {
		final Object key = key(file);
		return HELD + ((key != null) ? key : file.toRealPath());
	}

	private static @Nullable Object key(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
	}

	private static @Nullable OwnerLock ofDescription(Libc libc, Path file, String name, @Nullable Object key)
			throws IOException {
		if (System.getProperties().containsKey(name)) {
			return null;
		}
		final int descriptor = libc.openToLock(file);
		if (descriptor < 0) {
			throw SystemCallException.of("open", file, descriptor);
		}
		if (libc.locks().lock(descriptor, POSITION, 1) < 0) {
			libc.close(descriptor);
			return null;
		}
		return new OwnerLock(() -> libc.close(descriptor), key(descriptor, key));
	}

	/** Of what is open; where that cannot be asked for, of what had the name before. */
	private static @Nullable Object key(int descriptor, @Nullable Object before) throws IOException {
		try {
			return key(Path.of("/proc/self/fd/" + descriptor));
		}
		catch (NoSuchFileException ex) {
			return before;
		}
	}

	private static @Nullable OwnerLock ofProcess(Opening opening, String name, @Nullable Object key)
			throws IOException {
		final Properties jvm = System.getProperties();
		if (jvm.putIfAbsent(name, "locked") != null) {
			return null;
		}
		@Nullable FileChannel channel = null;
		try {
			channel = opening.open();
			final FileLock lock = channel.tryLock(POSITION, 1, false);
			if (lock != null) {
				final FileChannel open = channel;
				channel = null;
				return new OwnerLock(() -> {
					try {
						open.close();
					}
					finally {
						jvm.remove(name);
					}
				}, key);
			}
			return null;
		}
		catch (OverlappingFileLockException ex) {
			// Somebody else of this JVM locked it without us.
			return null;
		}
		finally {
			if (channel != null) {
				channel.close();
				jvm.remove(name);
			}
		}
	}

	/** Drops the lock; never throws. */
	@Override
	public void close() {
		try {
			this.held.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a lock", ex);
		}
	}

	/** How the file is opened where there are no native calls. */
	@FunctionalInterface
	private interface Opening {

		FileChannel open() throws IOException;

	}

}
