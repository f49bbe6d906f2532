package io.ossmc.system;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a file system refused something. Java says why only in the text of an exception,
 * and that is the system's, in its user's language: it is never looked at. What has a
 * type of its own is believed, and what has a number; for the rest the state after the
 * failure decides: the descriptors of the process, then what the kernel answers when the
 * same is asked for with a number for an answer, then the room that is left.
 */
enum Refusal {

	/** There is no room: of the file system, of this user, or for one more name. */
	ROOM,

	/** There is no descriptor: of this process, or of the whole machine. */
	DESCRIPTORS,

	/** Rights, names, hardware. */
	OTHER;

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final long MOST_TRIED = 1 << 20;

	private static final List<Class<? extends IOException>> TYPED = List.of(AccessDeniedException.class,
			AtomicMoveNotSupportedException.class, DirectoryNotEmptyException.class, FileAlreadyExistsException.class,
			FileSystemLoopException.class, NoSuchFileException.class, NotDirectoryException.class,
			NotLinkException.class);

	/**
	 * Finds out.
	 * @param directory in which it happened; the nearest that exists is looked at
	 * @param bytes that were to be written, 0 if none or not known
	 * @param cause what was thrown, just now
	 * @return the reason
	 */
	static Refusal of(Path directory, long bytes, IOException cause) {
		return of(directory, bytes, cause, Libc.instance());
	}

	static Refusal of(Path directory, long bytes, IOException cause, Optional<Libc> libc) {
		if (TYPED.stream().anyMatch((type) -> type.isInstance(cause))) {
			return OTHER;
		}
		if (cause instanceof SystemCallException told) {
			return of(told.errno());
		}
		if (Descriptors.now().exhausted()) {
			return DESCRIPTORS;
		}
		final Path there = existing(directory);
		if (there == null) {
			return OTHER;
		}
		final long wanted = Math.clamp(bytes, Libc.pageSize(), MOST_TRIED);
		final Refusal answered = libc.map((calls) -> ask(calls, there, wanted)).orElse(OTHER);
		return (answered == OTHER && left(there) < wanted) ? ROOM : answered;
	}

	/** Tries the same once more, where the answer is a number. */
	private static Refusal ask(Libc libc, Path directory, long bytes) {
		return of(libc.tryToWrite(Trash.unknownIn(directory), bytes));
	}

	private static Refusal of(int errno) {
		return switch (errno) {
			case Errno.ENOSPC, Errno.EDQUOT -> ROOM;
			case Errno.EMFILE, Errno.ENFILE -> DESCRIPTORS;
			default -> OTHER;
		};
	}

	private static long left(Path directory) {
		try {
			return Files.getFileStore(directory).getUsableSpace();
		}
		catch (IOException ex) {
			logger.debug("Cannot tell how much room there is in {}", directory, ex);
			return Long.MAX_VALUE;
		}
	}

	private static @Nullable Path existing(Path directory) {
		Path at = directory.toAbsolutePath();
		while (at != null && !Files.isDirectory(at)) {
			at = at.getParent();
		}
		return at;
	}

}
