package io.ossmc.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * ETag and CRC of files, calculated once per version. As in OSS, the ETag of what fits
 * one upload is the MD5 of its bytes, and that of a large object, which came in parts,
 * says only that it is this version: so a listing never reads large files. Their CRC is
 * calculated before the first reply that carries it.
 */
final class FileDigests {

	/** From this size on a file counts as uploaded in parts, in bytes. */
	static final long MULTIPART = 64L << 20;

	private final ConcurrentMap<Path, Known> known = new ConcurrentHashMap<>();

	String etag(FileVersion version) throws IOException {
		if (version.size() < MULTIPART) {
			return digest(version).etag();
		}
		String name = version.toString();
		return Digest.md5(name.getBytes(StandardCharsets.UTF_8)) + "-" + (1 + version.size() / MULTIPART);
	}

	long crc64(FileVersion version) throws IOException {
		return digest(version).crc64();
	}

	/**
	 * Waits if another thread is calculating the same; forgets a failure, so that the
	 * next request tries again.
	 */
	private Digest digest(FileVersion version) throws IOException {
		Known entry = this.known.compute(version.path(), (path, known) -> (known != null && known.isOf(version)) ? known
				: new Known(version, new FutureTask<>(() -> read(version))));
		entry.task().run();
		try {
			return entry.task().get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while hashing " + version.path(), ex);
		}
		catch (ExecutionException ex) {
			this.known.remove(version.path(), entry);
			throw new IOException("cannot hash " + version.path(), ex.getCause());
		}
	}

	private static Digest read(FileVersion version) throws IOException {
		Digest.Builder digest = new Digest.Builder(version.size() < MULTIPART);
		try (FileChannel channel = FileChannel.open(version.path(), StandardOpenOption.READ)) {
			ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
			while (channel.read(buffer) >= 0) {
				digest.update(buffer.array(), 0, buffer.position());
				buffer.clear();
			}
		}
		if (!FileVersion.of(version.path()).equals(version)) {
			throw new IOException("written to while it was being read");
		}
		return digest.build();
	}

	private record Known(FileVersion version, FutureTask<Digest> task) {

		boolean isOf(FileVersion other) {
			return this.version.equals(other);
		}

	}

}
