package io.ossmc.emulator;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A PUT to a folder: written beside the buckets, renamed into its own when complete. */
final class FileUpload implements Upload {

	private static final Logger logger = System.getLogger(FileUpload.class.getName());

	private final Digest.Builder digest = new Digest.Builder(true);

	private final Path part;

	private final FileChannel channel;

	private final Path target;

	private final Consumer<StoredObject> committed;

	private final FileDigests digests;

	private final Attributes attributes;

	FileUpload(Path folder, Path target, Consumer<StoredObject> committed, FileDigests digests, Attributes attributes)
			throws IOException {
		this.part = Files.createTempFile(folder, "put", ".part");
		this.channel = FileChannel.open(this.part, StandardOpenOption.WRITE);
		this.target = target;
		this.committed = committed;
		this.digests = digests;
		this.attributes = attributes;
	}

	@Override
	public void write(byte[] bytes) throws IOException {
		this.digest.update(bytes, 0, bytes.length);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
	}

	@Override
	public Digest digest() throws IOException {
		this.channel.close();
		return this.digest.build();
	}

	@Override
	public StoredObject commit(Digest digest) throws IOException {
		Files.move(this.part, this.target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		FileVersion version = FileVersion.of(this.target);
		StoredObject object = new StoredObject(new FileContent(version, this.digests), this.digests.etag(version),
				version.modified(), this.attributes);
		this.committed.accept(object);
		return object;
	}

	@Override
	public void abort() {
		try {
			this.channel.close();
			Files.deleteIfExists(this.part);
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "Left behind after a PUT that failed: " + this.part, ex);
		}
	}

}
