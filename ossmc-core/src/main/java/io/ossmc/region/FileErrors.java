package io.ossmc.region;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import org.jspecify.annotations.Nullable;

/** The sentences for what a file system refuses. */
final class FileErrors {

	static final String LARGER_ROOT = "Make that file system larger (tmpfs size=, docker --shm-size,"
			+ " Kubernetes emptyDir sizeLimit), let ossmc.cache.root name a larger one,"
			+ " or lower ossmc.cache.max-size.";

	private FileErrors() {
	}

	static OssModelException unwritable(Path file, IOException cause) {
		if (cause instanceof ClosedByInterruptException) {
			return new OssModelTransferException("The thread that wrote " + file + " was interrupted.",
					"Nothing needs to be done if the connector is being stopped.", cause);
		}
		final String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		if (message.contains("no space left") || message.contains("quota") || message.contains("not enough space")) {
			return full(file, -1, cause);
		}
		return new OssModelDirectoryException("The file " + file + " cannot be written: " + cause + ".",
				"Check that the memory root (ossmc.cache.root) is there and writable by this process.", cause);
	}

	/**
	 * The file system has no room.
	 * @param file the file that does not fit
	 * @param size how many bytes it needs, negative if that is not known
	 * @param cause what it came from
	 * @return the error
	 */
	static OssModelCapacityException full(Path file, long size, @Nullable Throwable cause) {
		final String needs = (size < 0) ? "the rest of " + file.getFileName()
				: file.getFileName() + ", which needs " + text(size);
		return new OssModelCapacityException(
				"The memory root has no room for " + needs + ": " + room(file.toAbsolutePath().getParent()) + ".",
				LARGER_ROOT, cause);
	}

	static String room(@Nullable Path directory) {
		if (directory == null) {
			return "its size is unknown";
		}
		try {
			final var store = Files.getFileStore(directory);
			return "there are " + text(store.getUsableSpace()) + " of " + text(store.getTotalSpace()) + " left in "
					+ directory + " (" + store.type() + ")";
		}
		catch (IOException ex) {
			return "the room left in " + directory + " cannot be asked for (" + ex + ")";
		}
	}

	/**
	 * A size for people, exact where it matters.
	 * @param bytes the size
	 * @return such as {@code 1.5 GiB (1610612736 bytes)}
	 */
	static String text(long bytes) {
		if (bytes < 1 << 20) {
			return bytes + " bytes";
		}
		final boolean large = bytes >= 1L << 30;
		return String.format(Locale.ROOT, "%.1f %s (%d bytes)", bytes / (double) (large ? 1 << 30 : 1 << 20),
				large ? "GiB" : "MiB", bytes);
	}

}
