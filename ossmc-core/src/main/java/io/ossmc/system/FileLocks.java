package io.ossmc.system;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Locks and leases of open files ({@code fcntl(2)}): what one descriptor may know and
 * forbid of its file. Thread-safe.
 */
public final class FileLocks {

	private static final int F_OFD_SETLK = 37;

	private static final short F_WRLCK = 1;

	private static final int F_UNLCK = 2;

	private static final int F_SETSIG = 10;

	private static final int F_SETLEASE = 1024;

	/**
	 * Ignored unless somebody asks for it, where the default of a lease (SIGIO) kills.
	 */
	private static final int SIGURG = 23;

	private static final AddressLayout POINTER = ValueLayout.ADDRESS;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

	/** {@code struct flock}: type, whence, start, length, pid. */
	private static final long FLOCK_SIZE = 32;

	private final MethodHandle fcntl;

	FileLocks(CLibrary library) {
		this.fcntl = library.find("fcntl", FunctionDescriptor.of(INT, INT, INT, POINTER),
				Linker.Option.firstVariadicArg(2));
	}

	/**
	 * Takes a write lock that belongs to the descriptor, not to the process: it excludes
	 * others of this JVM too, and goes with the descriptor and with nothing else.
	 * @param descriptor open for writing
	 * @param start first byte
	 * @param length number of bytes
	 * @return 0 or {@code -errno}
	 */
	public int lock(int descriptor, long start, long length) {
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment flock = arena.allocate(FLOCK_SIZE, Long.BYTES);
			flock.set(ValueLayout.JAVA_SHORT, 0, F_WRLCK);
			flock.set(LONG, 8, start);
			flock.set(LONG, 16, length);
			return (int) CLibrary.call((state) -> (int) this.fcntl.invokeExact(state, descriptor, F_OFD_SETLK, flock));
		}
	}

	/**
	 * Whether anybody but this descriptor has its file open or mapped.
	 * @param descriptor of a file of this user's
	 * @return false where the file system cannot tell
	 */
	boolean othersHave(int descriptor) {
		fcntl(descriptor, F_SETSIG, SIGURG);
		final int leased = fcntl(descriptor, F_SETLEASE, F_WRLCK);
		if (leased == 0) {
			fcntl(descriptor, F_SETLEASE, F_UNLCK);
		}
		return leased == -Errno.EAGAIN;
	}

	/** With a number, which is passed as a pointer is. */
	private int fcntl(int descriptor, int command, int argument) {
		final MemorySegment passed = MemorySegment.ofAddress(argument);
		return (int) CLibrary.call((state) -> (int) this.fcntl.invokeExact(state, descriptor, command, passed));
	}

}
