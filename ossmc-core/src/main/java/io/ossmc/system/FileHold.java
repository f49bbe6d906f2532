package io.ossmc.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file of ours, which keeps the pages of an unlinked file and can tell whether
 * anybody else has it. The kernel gives a write lease on a file exactly if nobody else
 * has it open or mapped ({@code fcntl(2)}, {@code F_SETLEASE}); it is given back at once,
 * because whoever opens the file meanwhile has to wait for that.
 */
public final class FileHold {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private final Path file;

	/** One of the two is there. */
	private final @Nullable FileChannel channel;

	private final @Nullable Libc libc;

	private final int descriptor;

	private FileHold(Path file, @Nullable FileChannel channel, @Nullable Libc libc, int descriptor) {
		this.file = file;
		this.channel = channel;
		this.libc = libc;
		this.descriptor = descriptor;
	}

	/**
	 * Opens a file.
	 * @param file regular
	 * @param libc the calls, if they can be made
	 * @return to be closed by the caller
	 * @throws NoSuchFileException if there is none of that name
	 * @throws IOException if it cannot be opened
	 */
	public static FileHold open(Path file, Optional<Libc> libc) throws IOException {
		if (libc.isEmpty()) {
			return new FileHold(file, FileChannel.open(file, StandardOpenOption.READ), null, -1);
		}
		final int descriptor = libc.get().openToRead(file);
		if (descriptor < 0) {
			throw SystemCallException.of("open", file, descriptor);
		}
		return new FileHold(file, null, libc.get(), descriptor);
	}

	/**
	 * Whether somebody else, here or in another process, has the file open or mapped.
	 * @return false where that cannot be told
	 */
	public boolean shared() {
		return this.libc != null && this.libc.locks().othersHave(this.descriptor);
	}

	/** Never throws. */
	public void close() {
		if (this.libc != null) {
			this.libc.close(this.descriptor);
		}
		else if (this.channel != null) {
			try {
				this.channel.close();
			}
			catch (IOException ex) {
				logger.debug("Closing {}", this.file, ex);
			}
		}
	}

}
