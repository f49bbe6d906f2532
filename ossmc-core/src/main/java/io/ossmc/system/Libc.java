package io.ossmc.system;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few calls of the C library that Java does not offer, on 64-bit Linux (glibc or
 * musl) where native access is allowed. Results follow the kernel's own convention: a
 * negative number is {@code -errno}. Constants are those all architectures listed share.
 */
public final class Libc implements MemoryCalls {

	static final int EPERM = 1;

	static final int ENOENT = 2;

	public static final int EINTR = 4;

	static final int EAGAIN = 11;

	public static final int ENOMEM = 12;

	static final int EACCES = 13;

	static final int ENFILE = 23;

	static final int EMFILE = 24;

	public static final int ENOSYS = 38;

	public static final int EFBIG = 27;

	public static final int ENOSPC = 28;

	public static final int EDQUOT = 122;

	public static final int MADV_HUGEPAGE = 14;

	public static final int MADV_DONTDUMP = 16;

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "riscv64");

	private static final int O_RDONLY = 0;

	private static final int O_RDWR = 2;

	private static final int O_CREAT = 0x40;

	private static final int O_EXCL = 0x80;

	private static final int O_NONBLOCK = 0x800;

	private static final int OWNER_ONLY = 0600;

	private static final int O_CLOEXEC = 0x80000;

	/** The one that differs: arm64 has a number of its own. */
	private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

	private static final int PROT_READ = 1;

	private static final int PROT_READ_WRITE = 3;

	private static final int MAP_SHARED = 1;

	/** MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE. */
	private static final int MAP_FLAGS = 0x2 | 0x20 | 0x4000;

	/** MREMAP_MAYMOVE | MREMAP_FIXED. */
	private static final int MREMAP_FLAGS = 0x1 | 0x2;

	private static final int F_OFD_SETLK = 37;

	private static final short F_WRLCK = 1;

	private static final int F_UNLCK = 2;

	private static final int F_SETSIG = 10;

	private static final int F_SETLEASE = 1024;

	/**
	 * Ignored unless somebody asks for it, where the default of a lease (SIGIO) kills.
	 */
	private static final int SIGURG = 23;

	private static final Charset NAMES = Charset
		.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

	private static final AddressLayout POINTER = ValueLayout.ADDRESS;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

	private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();

	private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	private static final int AT_FDCWD = -100;

	private static final int AT_SYMLINK_NOFOLLOW = 0x100;

	/**
	 * Asks {@code statx} for the blocks, which are of 512 bytes whatever the file
	 * system's are.
	 */
	private static final int STATX_BLOCKS = 0x400;

	/** {@code struct statx}, the same on all architectures. */
	private static final long STATX_SIZE = 256;

	private static final long STATX_BLOCKS_OFFSET = 48;

	private static final long BLOCK = 512;

	/** {@code struct flock}: type, whence, start, length, pid. */
	private static final long FLOCK_SIZE = 32;

	private static final Optional<Libc> INSTANCE = find();

	private final MethodHandle mmap;

	private final MethodHandle munmap;

	private final MethodHandle mremap;

	private final MethodHandle madvise;

	private final MethodHandle fallocate;

	private final MethodHandle open;

	private final MethodHandle unlink;

	private final MethodHandle close;

	private final MethodHandle fcntl;

	/** Null in older C libraries. */
	private final @Nullable MethodHandle statx;

	private final int pageSize;

	private final int uid;

	private Libc(Linker linker) throws Throwable {
		this.mmap = captured(linker, "mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
		this.munmap = captured(linker, "munmap", FunctionDescriptor.of(INT, LONG, LONG));
		this.mremap = captured(linker, "mremap", FunctionDescriptor.of(LONG, LONG, LONG, LONG, INT, LONG),
				Linker.Option.firstVariadicArg(4));
		this.madvise = captured(linker, "madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));
		this.fallocate = captured(linker, "fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));
		this.open = captured(linker, "open", FunctionDescriptor.of(INT, POINTER, INT, INT),
				Linker.Option.firstVariadicArg(2));
		this.unlink = captured(linker, "unlink", FunctionDescriptor.of(INT, POINTER));
		this.close = captured(linker, "close", FunctionDescriptor.of(INT, INT));
		this.fcntl = captured(linker, "fcntl", FunctionDescriptor.of(INT, INT, INT, POINTER),
				Linker.Option.firstVariadicArg(2));
		this.statx = linker.defaultLookup().find("statx").isPresent()
				? captured(linker, "statx", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER)) : null;
		this.pageSize = (int) captured(linker, "getpagesize", FunctionDescriptor.of(INT)).invoke(scratch());
		this.uid = (int) captured(linker, "geteuid", FunctionDescriptor.of(INT)).invoke(scratch());
	}

	/**
	 * The calls, if they can be made here.
	 * @return empty on other systems and where native access is denied
	 */
	public static Optional<Libc> instance() {
		return INSTANCE;
	}

	/**
	 * The size of the smallest page.
	 * @return bytes; 4096 where it cannot be asked for
	 */
	public static int pageSize() {
		return INSTANCE.map((libc) -> libc.pageSize).orElse(4096);
	}

	/** The user that files we make belong to. */
	public int uid() {
		return this.uid;
	}

	@Override
	public long mmap(long size) {
		return call((state) -> (long) this.mmap.invokeExact(state, 0L, size, PROT_READ_WRITE, MAP_FLAGS, -1, 0L));
	}

	/**
	 * Maps a file from its start, for all who map it.
	 * @param descriptor of the file, which may be closed afterwards
	 * @param size bytes, at least 1
	 * @param writable whether the mapping may be stored into
	 * @return the address or {@code -errno}
	 */
	public long mmap(int descriptor, long size, boolean writable) {
		final int protection = writable ? PROT_READ_WRITE : PROT_READ;
		return call((state) -> (long) this.mmap.invokeExact(state, 0L, size, protection, MAP_SHARED, descriptor, 0L));
	}

	@Override
	public int munmap(long address, long size) {
		return (int) call((state) -> (int) this.munmap.invokeExact(state, address, size));
	}

	@Override
	public long mremap(long from, long size, long to) {
		return call((state) -> (long) this.mremap.invokeExact(state, from, size, size, MREMAP_FLAGS, to));
	}

	@Override
	public int madvise(long address, long size, int advice) {
		return (int) call((state) -> (int) this.madvise.invokeExact(state, address, size, advice));
	}

	/**
	 * Reserves the pages of a range of a file.
	 * @param descriptor open for writing
	 * @param offset bytes
	 * @param length bytes
	 * @return 0 or {@code -errno}
	 */
	public int fallocate(int descriptor, long offset, long length) {
		return (int) call((state) -> (int) this.fallocate.invokeExact(state, descriptor, 0, offset, length));
	}

	/**
	 * Opens an existing file for reading and writing, not inherited by children.
	 * @param file the file
	 * @return the descriptor or {@code -errno}
	 */
	public int open(Path file) {
		return open(file, O_RDWR);
	}

	/**
	 * As {@link #open}, but follows no link in the last place and waits for nobody: the
	 * file may have been exchanged for a link or a pipe.
	 * @param file the file
	 * @return the descriptor or {@code -errno}
	 */
	public int openToLock(Path file) {
		return open(file, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
	}

	/**
	 * Opens an existing file for reading, not inherited by children.
	 * @param file the file
	 * @return the descriptor or {@code -errno}
	 */
	public int openToRead(Path file) {
		return open(file, O_RDONLY);
	}

	private int open(Path file, int mode) {
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment name = name(file, arena);
			return (int) call((state) -> (int) this.open.invokeExact(state, name, mode | O_CLOEXEC, OWNER_ONLY));
		}
	}

	/**
	 * How much room a file takes, whatever its length is: sparse files have holes.
	 * @param file of any kind; a link is looked at itself
	 * @return bytes or {@code -errno}; {@code -ENOSYS} where it cannot be asked
	 */
	public long allocated(Path file) {
		final MethodHandle statx = this.statx;
		if (statx == null) {
			return -ENOSYS;
		}
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment name = name(file, arena);
			final MemorySegment found = arena.allocate(STATX_SIZE, Long.BYTES);
			final long failure = call((
					state) -> (int) statx.invokeExact(state, AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, STATX_BLOCKS, found));
			return (failure != 0) ? failure : found.get(LONG, STATX_BLOCKS_OFFSET) * BLOCK;
		}
	}

	/**
	 * Asks whether a file could be made and written, by doing so and removing it.
	 * @param file must not exist
	 * @param bytes its size
	 * @return 0, or the number of the error that this met
	 */
	int tryToWrite(Path file, long bytes) {
		final int descriptor = open(file, O_RDWR | O_CREAT | O_EXCL);
		if (descriptor < 0) {
			return -descriptor;
		}
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment name = name(file, arena);
			call((state) -> (int) this.unlink.invokeExact(state, name));
			return -fallocate(descriptor, 0, bytes);
		}
		finally {
			close(descriptor);
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
		return leased == -EAGAIN;
	}

	/** With a number, which is passed as a pointer is. */
	private int fcntl(int descriptor, int command, int argument) {
		final MemorySegment passed = MemorySegment.ofAddress(argument);
		return (int) call((state) -> (int) this.fcntl.invokeExact(state, descriptor, command, passed));
	}

	public void close(int descriptor) {
		call((state) -> (int) this.close.invokeExact(state, descriptor));
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
			return (int) call((state) -> (int) this.fcntl.invokeExact(state, descriptor, F_OFD_SETLK, flock));
		}
	}

	/** As Java names files to the system, which need not be UTF-8. */
	private static MemorySegment name(Path file, Arena arena) {
		final byte[] name = file.toString().getBytes(NAMES);
		final MemorySegment terminated = arena.allocate(name.length + 1L);
		return terminated.copyFrom(MemorySegment.ofArray(name));
	}

	private static Optional<Libc> find() {
		if (!System.getProperty("os.name").equals("Linux") || !ARCHITECTURES.contains(System.getProperty("os.arch"))) {
			return Optional.empty();
		}
		try {
			return Optional.of(new Libc(Linker.nativeLinker()));
		}
		catch (Throwable ex) {
			logger.info("No native calls ({}): models are loaded and freed by plain Java, which is slower;"
					+ " allow them with --enable-native-access=ALL-UNNAMED", ex.toString());
			return Optional.empty();
		}
	}

	@SuppressWarnings("restricted")
	private static MethodHandle captured(Linker linker, String name, FunctionDescriptor type,
			Linker.Option... options) {
		final Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
		all[options.length] = Linker.Option.captureCallState("errno");
		return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, all);
	}

	private static MemorySegment scratch() {
		return Arena.ofAuto().allocate(CAPTURED);
	}

	private static long call(Call call) {
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment state = arena.allocate(CAPTURED);
			final long result = call.with(state);
			return (result != -1) ? result : -(int) ERRNO.get(state, 0L);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** One native call that captures its errno. */
	@FunctionalInterface
	private interface Call {

		long with(MemorySegment state) throws Throwable;

	}

}
