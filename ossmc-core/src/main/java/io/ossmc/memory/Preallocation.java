package io.ossmc.memory;

import java.nio.file.Path;

import io.ossmc.system.Errno;
import io.ossmc.system.FileErrors;
import io.ossmc.system.Libc;

/** Takes the pages of a file from the file system before anything is stored in them. */
final class Preallocation {

	/** A signal interrupts one step, not all of them. */
	private static final long STEP = 1L << 30;

	private Preallocation() {
	}

	/**
	 * Reserves a range of a file.
	 * @param libc the calls
	 * @param file has its size already
	 * @param position of the first byte
	 * @param length bytes
	 * @param size of the whole file, for the message
	 * @return false if this file system cannot reserve
	 * @throws io.ossmc.OssModelCapacityException if there is no room
	 */
	static boolean of(Libc libc, Path file, long position, long length, long size) {
		final int descriptor = libc.open(file);
		if (descriptor < 0) {
			return false;
		}
		try {
			for (long at = position; at < position + length;) {
				final long step = Math.min(STEP, position + length - at);
				final int result = libc.fallocate(descriptor, at, step);
				switch (-result) {
					case 0 -> at += step;
					case Errno.EINTR -> Thread.onSpinWait();
					case Errno.ENOSPC, Errno.EDQUOT, Errno.EFBIG, Errno.ENOMEM ->
						throw FileErrors.full(file, size, null);
					default -> {
						return false;
					}
				}
			}
			return true;
		}
		finally {
			libc.close(descriptor);
		}
	}

}
