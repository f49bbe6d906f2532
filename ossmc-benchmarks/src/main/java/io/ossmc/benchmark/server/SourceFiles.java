package io.ossmc.benchmark.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.ossmc.benchmark.ByteSize;
import io.ossmc.benchmark.UsageException;
import io.ossmc.emulator.SyntheticObject;

/**
 * The files a server sends: in memory, so that no disk is measured, and from files, so
 * that sending them costs a server least. Two or more that differ, so that memory which
 * still holds the one before never passes for the one asked for.
 */
public final class SourceFiles {

	/** The bucket they are in. */
	public static final String BUCKET = "bench";

	private final Path root;

	private final Map<String, Long> checksums = new LinkedHashMap<>();

	private final long size;

	/**
	 * Writes the files.
	 * @param root a directory on tmpfs
	 * @param count how many
	 * @param size of each in bytes
	 * @throws UsageException if there is no room
	 * @throws IOException if they cannot be written
	 */
	public SourceFiles(Path root, int count, long size) throws IOException {
		this.root = root;
		this.size = size;
		long room = Files.getFileStore(root).getUsableSpace();
		if (room / count < size) {
			throw new UsageException(count + " objects of " + ByteSize.show(size) + " do not fit into the "
					+ ByteSize.show(room) + " that are free in " + root
					+ ". Give a smaller --object, or make room (as root: mount -o remount,size=8g /dev/shm).");
		}
		for (int number = 0; number < count; number++) {
			String key = (char) ('a' + number) + "/weights.bin";
			Path file = root.resolve(BUCKET).resolve(key);
			Files.createDirectories(file.getParent());
			write(file, size, number);
			this.checksums.put(key, SyntheticObject.crc64(size, number));
		}
	}

	private static void write(Path file, long size, long seed) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			for (long at = 0; at < size; at += buffer.capacity()) {
				buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
				SyntheticObject.fill(size, seed, at, buffer);
				buffer.flip();
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
			}
		}
	}

	/**
	 * The directory with the bucket in it.
	 * @return the root
	 */
	public Path root() {
		return this.root;
	}

	/**
	 * The keys.
	 * @return in their order
	 */
	public Iterable<String> keys() {
		return this.checksums.keySet();
	}

	/**
	 * The size of each.
	 * @return bytes
	 */
	public long size() {
		return this.size;
	}

	/**
	 * The checksum of one.
	 * @param key its key
	 * @return CRC-64/XZ
	 */
	public long crc64(String key) {
		return Objects.requireNonNull(this.checksums.get(key), key);
	}

	/**
	 * The file of one.
	 * @param key its key
	 * @return the path
	 */
	public Path file(String key) {
		return this.root.resolve(BUCKET).resolve(key);
	}

}
