package io.ossmc.system;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A call of the kernel that failed, with its number: nobody has to guess why. */
public final class SystemCallException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int errno;

	private SystemCallException(String call, Path file, int errno) {
		super(call + " of " + file + ": error " + errno);
		this.errno = errno;
	}

	/**
	 * Makes an exception of what a call returned.
	 * @param call its name
	 * @param file what it was about
	 * @param result {@code -errno}
	 * @return of the type that the JDK has for it, if it has one
	 */
	public static IOException of(String call, Path file, long result) {
		final int errno = (int) -result;
		return switch (errno) {
			case Errno.ENOENT -> new NoSuchFileException(file.toString());
			case Errno.EACCES, Errno.EPERM -> new AccessDeniedException(file.toString());
			default -> new SystemCallException(call, file, errno);
		};
	}

	/** As the kernel's header files define it. */
	int errno() {
		return this.errno;
	}

}
