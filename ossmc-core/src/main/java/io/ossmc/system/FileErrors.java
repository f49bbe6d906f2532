package io.ossmc.system;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.text.Amounts;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * The sentences for what a file system refuses. Why it does is found out by
 * {@link Refusal}, never by the text of an exception.
 */
public final class FileErrors {

	public static final String LARGER_ROOT = "Make that file system larger (tmpfs size=, docker --shm-size,"
			+ " Kubernetes emptyDir sizeLimit), let ossmc.cache.root name a larger one,"
			+ " or lower ossmc.cache.max-size.";

	private static final String MORE_ROOM = "Make room in that file system, or configure another directory.";

	private static final String MORE_DESCRIPTORS = "Raise ulimit -n (LimitNOFILE= of systemd, docker --ulimit nofile=),"
			+ " or close files and sockets that the application leaves open.";

	private FileErrors() {
	}

	public static OssModelException unwritable(Path file, IOException cause) {
		return unwritable(file, 0, cause);
	}

	/**
	 * A file of the root could not be made or written.
	 * @param file which
	 * @param bytes how many were to be written, 0 if that is not known
	 * @param cause what was thrown, just now
	 * @return the error
	 */
	public static OssModelException unwritable(Path file, long bytes, IOException cause) {
		final String name = ServerText.plain(file.toString());
		if (cause instanceof ClosedByInterruptException) {
			return interrupted("The thread that wrote " + name + " was interrupted.", cause);
		}
		final Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
		return switch (Refusal.of(directory, bytes, cause)) {
			case ROOM -> full(file, -1, cause);
			case DESCRIPTORS -> descriptors("The file " + name + " cannot be written", cause);
			case OTHER -> new OssModelDirectoryException(
					"The file " + name + " cannot be written: " + ServerText.plain(cause.toString()) + ".",
					"Check that the memory root (ossmc.cache.root) is there and writable by this process.", cause);
		};
	}

	/**
	 * Something in the memory root could not be done.
	 * @param problem a sentence without its end
	 * @param directory where
	 * @param remedy what helps if it is neither room nor descriptors
	 * @param cause what was thrown, just now
	 * @return the error
	 */
	public static OssModelException inRoot(String problem, Path directory, String remedy, IOException cause) {
		return of(problem, directory, remedy, LARGER_ROOT, cause);
	}

	/**
	 * Something in a directory of the user's could not be done.
	 * @param problem a sentence without its end
	 * @param directory where
	 * @param remedy what helps if it is neither room nor descriptors
	 * @param cause what was thrown, just now
	 * @return the error
	 */
	public static OssModelException elsewhere(String problem, Path directory, String remedy, IOException cause) {
		return of(problem, directory, remedy, MORE_ROOM, cause);
	}

	private static OssModelException of(String what, Path directory, String remedy, String moreRoom,
			IOException cause) {
		final String problem = ServerText.plain(what);
		if (cause instanceof ClosedByInterruptException) {
			return interrupted(problem + ": the thread was interrupted.", cause);
		}
		return switch (Refusal.of(directory, 0, cause)) {
			case ROOM -> new OssModelCapacityException(
					problem + ": its file system has no room, " + room(directory) + ".", moreRoom, cause);
			case DESCRIPTORS -> descriptors(problem, cause);
			case OTHER -> new OssModelDirectoryException(problem + ": " + reason(cause) + ".", remedy, cause);
		};
	}

	private static String reason(IOException cause) {
		return cause.getClass().getSimpleName().replace("Exception", "") + " "
				+ ServerText.plain(String.valueOf(cause.getMessage()));
	}

	private static OssModelException interrupted(String problem, IOException cause) {
		return new OssModelTransferException(problem, "Nothing needs to be done if the connector is being stopped.",
				cause);
	}

	private static OssModelException descriptors(String problem, IOException cause) {
		final Descriptors now = Descriptors.now();
		return new OssModelCapacityException(problem + ": there is no file descriptor left, too many open files ("
				+ now.open() + " of " + now.limit() + ").", MORE_DESCRIPTORS, cause);
	}

	/**
	 * The file system has no room.
	 * @param file the file that does not fit
	 * @param size how many bytes it needs, negative if that is not known
	 * @param cause what it came from
	 * @return the error
	 */
	public static OssModelCapacityException full(Path file, long size, @Nullable Throwable cause) {
		final String name = ServerText.plain(String.valueOf(file.getFileName()));
		final String needs = (size < 0) ? "the rest of " + name : name + ", which needs " + Amounts.exactSize(size);
		return new OssModelCapacityException(
				"The memory root has no room for " + needs + ": " + room(file.toAbsolutePath().getParent()) + ".",
				LARGER_ROOT, cause);
	}

	public static String room(@Nullable Path directory) {
		if (directory == null) {
			return "its size is unknown";
		}
		try {
			final var store = Files.getFileStore(directory);
			return "there are " + Amounts.exactSize(store.getUsableSpace()) + " of "
					+ Amounts.exactSize(store.getTotalSpace()) + " left in " + ServerText.plain(directory.toString())
					+ " (" + store.type() + ")";
		}
		catch (IOException ex) {
			return "the room left in " + ServerText.plain(directory.toString()) + " cannot be asked for ("
					+ ServerText.plain(ex.toString()) + ")";
		}
	}

}
