package io.ossmc.system;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few calls of the C library that Java does not offer, on 64-bit Linux (glibc or
 * musl) where native access is allowed. Results follow the kernel's own convention: a
 * negative number is {@code -errno}, see {@link Errno}. Constants are those all
 * architectures listed share.
 */
public final class Libc implements MemoryCalls {

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

	private static final Charset NAMES = Charset
		.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

	private static final AddressLayout POINTER = ValueLayout.ADDRESS;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

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

	private static final Optional<Libc> INSTANCE = find();

	private final MethodHandle mmap;

	private final MethodHandle munmap;

	private final MethodHandle mremap;

	private final MethodHandle madvise;

	private final MethodHandle fallocate;

	private final MethodHandle open;

	private final MethodHandle unlink;

	private final MethodHandle close;

	private final FileLocks locks;

	/** Null in older C libraries. */
	private final @Nullable MethodHandle statx;

	private final int pageSize;

	private final int uid;

	private Libc(CLibrary library) {
		this.mmap = library.find("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
		this.munmap = library.find("munmap", FunctionDescriptor.of(INT, LONG, LONG));
		this.mremap = library.find("mremap", FunctionDescriptor.of(LONG, LONG, LONG, LONG, INT, LONG),
				Linker.Option.firstVariadicArg(4));
		this.madvise = library.find("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));
		this.fallocate = library.find("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));
		this.open = library.find("open", FunctionDescriptor.of(INT, POINTER, INT, INT),
				Linker.Option.firstVariadicArg(2));
		this.unlink = library.find("unlink", FunctionDescriptor.of(INT, POINTER));
		this.close = library.find("close", FunctionDescriptor.of(INT, INT));
		this.locks = new FileLocks(library);
		this.statx = library.has("statx")
				? library.find("statx", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER)) : null;
		this.pageSize = library.number("getpagesize");
		this.uid = library.number("geteuid");
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
		return CLibrary
			.call((state) -> (long) this.mmap.invokeExact(state, 0L, size, PROT_READ_WRITE, MAP_FLAGS, -1, 0L));
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
		return CLibrary
			.call((state) -> (long) this.mmap.invokeExact(state, 0L, size, protection, MAP_SHARED, descriptor, 0L));
	}

	@Override
	public int munmap(long address, long size) {
		return (int) CLibrary.call((state) -> (int) this.munmap.invokeExact(state, address, size));
	}

	@Override
	public long mremap(long from, long size, long to) {
		return CLibrary.call((state) -> (long) this.mremap.invokeExact(state, from, size, size, MREMAP_FLAGS, to));
	}

	@Override
	public int madvise(long address, long size, int advice) {
		return (int) CLibrary.call((state) -> (int) this.madvise.invokeExact(state, address, size, advice));
	}

	/**
	 * Reserves the pages of a range of a file.
	 * @param descriptor open for writing
	 * @param offset bytes
	 * @param length bytes
	 * @return 0 or {@code -errno}
	 */
	public int fallocate(int descriptor, long offset, long length) {
		return (int) CLibrary.call((state) -> (int) this.fallocate.invokeExact(state, descriptor, 0, offset, length));
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
			return (int) CLibrary
				.call((state) -> (int) this.open.invokeExact(state, name, mode | O_CLOEXEC, OWNER_ONLY));
		}
	}

	/**
	 * How much room a file takes, whatever its length is: sparse files have holes.
	 * @param file of any kind; a link is looked at itself
	 * @return bytes or {@code -errno}; {@code -Errno.ENOSYS} where it cannot be asked
	 */
	public long allocated(Path file) {
		final MethodHandle statx = this.statx;
		if (statx == null) {
			return -Errno.ENOSYS;
		}
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment name = name(file, arena);
			final MemorySegment found = arena.allocate(STATX_SIZE, Long.BYTES);
			final long failure = CLibrary.call((
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
			CLibrary.call((state) -> (int) this.unlink.invokeExact(state, name));
			return -fallocate(descriptor, 0, bytes);
		}
		finally {
			close(descriptor);
		}
	}

	/** What holds files against others. */
	public FileLocks locks() {
		return this.locks;
	}

	public void close(int descriptor) {
		CLibrary.call((state) -> (int) this.close.invokeExact(state, descriptor));
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
			return Optional.of(new Libc(new CLibrary()));
		}
		catch (Throwable ex) {
			logger.info("No native calls ({}): models are loaded and freed by plain Java, which is slower;"
					+ " allow them with --enable-native-access=ALL-UNNAMED", ex.toString());
			return Optional.empty();
		}
	}

}
