package io.ossmc.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A bucket whose index, and whatever content is not a file or synthetic, lives on the
 * heap.
 */
final class MemoryBucket implements ObjectStore {

	private final ConcurrentSkipListMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(KeyOrder.INSTANCE);

	private final FileDigests digests = new FileDigests();

	private final String name;

	private final InstantSource clock;

	private final Instant created;

	MemoryBucket(String name, InstantSource clock) {
		this.name = name;
		this.clock = clock;
		this.created = clock.instant();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Instant created() {
		return this.created;
	}

	@Override
	public void put(String key, byte[] content) {
		byte[] bytes = content.clone();
		Digest digest = Digest.of(bytes);
		put(key, new StoredObject(new MemoryContent(bytes, digest.crc64()), digest.etag(), this.clock.instant()));
	}

	@Override
	public void put(String key, Path file) {
		try {
			FileVersion version = FileVersion.of(file.toRealPath());
			put(key, new StoredObject(new FileContent(version, this.digests), this.digests.etag(version),
					this.clock.instant()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot serve " + key + " from " + file, ex);
		}
	}

	@Override
	public void putSynthetic(String key, long size, long seed) {
		String identity = "synthetic " + size + " " + seed;
		String etag = Digest.md5(identity.getBytes(StandardCharsets.UTF_8)) + "-" + (1 + size / FileDigests.MULTIPART);
		put(key, new StoredObject(SyntheticContent.of(size, seed), etag, this.clock.instant()));
	}

	void put(String key, StoredObject object) {
		this.objects.put(key, object);
	}

	@Override
	public void delete(String key) {
		this.objects.remove(key);
	}

	@Override
	public void remove(String key) {
		delete(key);
	}

	@Override
	public void storageClass(String key, String storageClass) {
		StoredObject changed = this.objects.computeIfPresent(key,
				(same, object) -> object.withStorageClass(storageClass));
		if (changed == null) {
			throw new IllegalArgumentException("No object " + key + " in bucket " + this.name);
		}
	}

	@Override
	public SortedSet<String> keys() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.objects.navigableKeySet()));
	}

	@Override
	public NavigableSet<String> keys(boolean firstPage) {
		return this.objects.navigableKeySet();
	}

	@Override
	public Optional<StoredObject> find(String key) {
		return Optional.ofNullable(this.objects.get(key));
	}

	@Override
	public Upload upload(String key, UploadHeaders headers) {
		return new MemoryUpload(key, headers);
	}

	private final class MemoryUpload implements Upload {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final String key;

		private final UploadHeaders headers;

		private byte[] content = {};

		MemoryUpload(String key, UploadHeaders headers) {
			this.key = key;
			this.headers = headers;
		}

		@Override
		public void write(byte[] bytes) throws IOException {
			if (this.bytes.size() + (long) bytes.length > Integer.MAX_VALUE - 16) {
				throw new IOException("an object in memory has less than 2 GiB: use a bucket in a folder");
			}
			this.bytes.writeBytes(bytes);
		}

		@Override
		public Digest digest() {
			this.content = this.bytes.toByteArray();
			return Digest.of(this.content);
		}

		@Override
		public StoredObject commit(Digest digest) {
			StoredObject object = new StoredObject(new MemoryContent(this.content, digest.crc64()), digest.etag(),
					MemoryBucket.this.clock.instant(), this.headers.storageClass(), this.headers.contentType());
			put(this.key, object);
			return object;
		}

		@Override
		public void abort() {
			this.bytes.reset();
		}

	}

}
