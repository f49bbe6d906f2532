package io.ossmc.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/**
 * A bucket whose index, and whatever content is not a file or synthetic, lives on the
 * heap.
 */
final class MemoryBucket implements ObjectStore {

	private final ConcurrentSkipListMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(KeyOrder.INSTANCE);

	/** Of the keys of which more than the current version is kept. */
	private final ConcurrentMap<String, Versions> histories = new ConcurrentHashMap<>();

	private final FileDigests digests = new FileDigests();

	private final String name;

	private final InstantSource clock;

	private final Instant created;

	private volatile boolean versioning;

	private volatile boolean directRead;

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
		put(key, content, Attributes.NONE);
	}

	@Override
	public void put(String key, byte[] content, Map<String, String> headers) {
		try {
			put(key, content, Attributes.of(headers));
		}
		catch (OssError ex) {
			throw new IllegalArgumentException("Cannot store " + key + ": " + ex.getMessage(), ex);
		}
	}

	private void put(String key, byte[] content, Attributes attributes) {
		byte[] bytes = content.clone();
		Digest digest = Digest.of(bytes);
		put(key, new StoredObject(new MemoryContent(bytes, digest.crc64()), digest.etag(), this.clock.instant(),
				attributes));
	}

	@Override
	public void put(String key, Path file) {
		try {
			FileVersion version = FileVersion.of(file.toRealPath());
			put(key, new StoredObject(new FileContent(version, this.digests), this.digests.etag(version),
					this.clock.instant(), Attributes.NONE));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot serve " + key + " from " + file, ex);
		}
	}

	@Override
	public void putSynthetic(String key, long size, long seed) {
		String identity = "synthetic " + size + " " + seed;
		String etag = Digest.md5(identity.getBytes(StandardCharsets.UTF_8)) + "-" + (1 + size / FileDigests.MULTIPART);
		put(key, new StoredObject(SyntheticContent.of(size, seed), etag, this.clock.instant(), Attributes.NONE));
	}

	synchronized StoredObject put(String key, StoredObject object) {
		StoredObject stored = this.versioning ? object.withVersion(newVersion()) : object;
		if (this.versioning || this.histories.containsKey(key)) {
			this.histories.put(key, versions(key).with(Versions.Entry.of(stored)));
		}
		this.objects.put(key, stored);
		return stored;
	}

	/** Opaque to clients; those of OSS begin alike. */
	private static String newVersion() {
		return "CAEQ" + UUID.randomUUID().toString().replace("-", "");
	}

	@Override
	public void symlink(String key, String target) {
		link(key, target, Attributes.NONE);
	}

	@Override
	public StoredObject link(String key, String target, Attributes attributes) {
		String etag = Digest.md5(target.getBytes(StandardCharsets.UTF_8));
		return put(key, new StoredObject(MemoryContent.of(new byte[0]), etag, this.clock.instant(),
				attributes.withTarget(target)));
	}

	@Override
	public void delete(String key) {
		remove(key, Optional.empty());
	}

	@Override
	public synchronized Optional<Versions.Entry> remove(String key, Optional<String> version) {
		Versions kept = versions(key);
		if (version.isPresent()) {
			Optional<Versions.Entry> removed = kept.find(version.get());
			Versions rest = kept.without(version.get());
			this.histories.put(key, rest);
			rest.newest()
				.flatMap(Versions.Entry::object)
				.ifPresentOrElse((current) -> this.objects.put(key, current), () -> this.objects.remove(key));
			return removed;
		}
		this.objects.remove(key);
		if (!this.versioning) {
			this.histories.remove(key);
			return Optional.empty();
		}
		Versions.Entry deletion = Versions.Entry.deletion(newVersion());
		this.histories.put(key, kept.with(deletion));
		return Optional.of(deletion);
	}

	@Override
	public synchronized Versions versions(String key) {
		Versions kept = this.histories.getOrDefault(key, Versions.NONE);
		// Attributes of the current one may have changed since.
		return find(key).map((current) -> kept.with(Versions.Entry.of(current))).orElse(kept);
	}

	@Override
	public void versioning(boolean versioning) {
		this.versioning = versioning;
	}

	@Override
	public boolean keepsVersions() {
		return this.versioning;
	}

	@Override
	public void directRead(boolean directRead) {
		this.directRead = directRead;
	}

	@Override
	public boolean allowsDirectRead() {
		return this.directRead;
	}

	@Override
	public void storageClass(String key, String storageClass) {
		change(key, (attributes) -> attributes.withStorageClass(storageClass));
	}

	@Override
	public void restore(String key) {
		change(key, (attributes) -> attributes
			.withRestoration(Restoration.begin(this.clock.instant(), Duration.ZERO, Restoration.DAY)));
	}

	@Override
	public synchronized void change(String key, UnaryOperator<Attributes> change) {
		StoredObject changed = this.objects.computeIfPresent(key,
				(same, object) -> object.with(change.apply(object.attributes())));
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
	public Iterator<Listing.Entry> entries(String from, boolean inclusive, boolean firstPage) {
		Iterator<Map.Entry<String, StoredObject>> rest = this.objects.tailMap(from, inclusive).entrySet().iterator();
		return new Iterator<>() {
			@Override
			public boolean hasNext() {
				return rest.hasNext();
			}

			@Override
			public Listing.Entry next() {
				Map.Entry<String, StoredObject> next = rest.next();
				return Listing.Entry.of(next.getKey(), next.getValue());
			}
		};
	}

	@Override
	public Optional<StoredObject> find(String key) {
		return Optional.ofNullable(this.objects.get(key));
	}

	@Override
	public Upload upload(String key, Attributes attributes) {
		return new MemoryUpload(key, attributes);
	}

	private final class MemoryUpload implements Upload {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final String key;

		private final Attributes attributes;

		private byte[] content = {};

		MemoryUpload(String key, Attributes attributes) {
			this.key = key;
			this.attributes = attributes;
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
			return put(this.key, new StoredObject(new MemoryContent(this.content, digest.crc64()), digest.etag(),
					MemoryBucket.this.clock.instant(), this.attributes));
		}

		@Override
		public void abort() {
			this.bytes.reset();
		}

	}

}
