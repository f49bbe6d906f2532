package io.ossmc.emulator;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import java.nio.file.Path;

/**
 * A bucket of which nothing is stored: its keys are computed from their numbers, and so
 * are the sizes, ETags and bytes of its objects. Nothing in it can be changed.
 */
final class SyntheticBucket implements ObjectStore {

	private static final char[] HEX = "0123456789ABCDEF".toCharArray();

	private final String name;

	private final SyntheticKeys keys;

	private final long size;

	private final Instant created;

	/**
	 * Makes a bucket.
	 * @param name its name
	 * @param keys of its objects
	 * @param size of each object, in bytes
	 * @param created when all of them were modified
	 */
	SyntheticBucket(String name, SyntheticKeys keys, long size, Instant created) {
		this.name = name;
		this.keys = keys;
		this.size = size;
		this.created = created;
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
	public Optional<StoredObject> find(String key) {
		long index = this.keys.indexOf(key);
		return (index < 0) ? Optional.empty() : Optional
			.of(new StoredObject(SyntheticContent.of(this.size, index), etag(index), this.created, Attributes.NONE));
	}

	/** As different as those of real objects, and quickly made. */
	private static String etag(long index) {
		char[] etag = new char[32];
		long word = Xorshift.first(index);
		for (int digit = 0; digit < etag.length; digit++) {
			if (digit == etag.length / 2) {
				word = Xorshift.next(word);
			}
			etag[digit] = HEX[(int) (word >>> 4 * (digit & 15)) & 15];
		}
		return new String(etag);
	}

	@Override
	public Iterator<Listing.Entry> entries(String from, boolean inclusive, boolean firstPage) {
		long found = this.keys.indexOf(from);
		long first = (found < 0) ? -found - 1 : inclusive ? found : found + 1;
		return new Iterator<>() {

			private long index = first;

			@Override
			public boolean hasNext() {
				return this.index < SyntheticBucket.this.keys.count();
			}

			@Override
			public Listing.Entry next() {
				if (!hasNext()) {
					throw new NoSuchElementException();
				}
				long next = this.index++;
				return new Listing.Entry(SyntheticBucket.this.keys.key(next), etag(next), "Normal",
						SyntheticBucket.this.size, SyntheticBucket.this.created, Attributes.NONE);
			}
		};
	}

	@Override
	public NavigableSet<String> keys(boolean firstPage) {
		throw new UnsupportedOperationException("The keys of " + this.name + " are not held: list them.");
	}

	@Override
	public SortedSet<String> keys() {
		return keys(true);
	}

	private UnsupportedOperationException fixed() {
		return new UnsupportedOperationException("Nothing in the synthetic bucket " + this.name + " can be changed.");
	}

	@Override
	public void put(String key, byte[] content) {
		throw fixed();
	}

	@Override
	public void put(String key, byte[] content, Map<String, String> headers) {
		throw fixed();
	}

	@Override
	public void put(String key, Path file) {
		throw fixed();
	}

	@Override
	public void putSynthetic(String key, long size, long seed) {
		throw fixed();
	}

	@Override
	public void delete(String key) {
		throw fixed();
	}

	@Override
	public void symlink(String key, String target) {
		throw fixed();
	}

	@Override
	public void storageClass(String key, String storageClass) {
		throw fixed();
	}

	@Override
	public void restore(String key) {
		throw fixed();
	}

	@Override
	public void directRead(boolean directRead) {
		throw fixed();
	}

	@Override
	public void versioning(boolean versioning) {
		throw fixed();
	}

	@Override
	public Upload upload(String key, Attributes attributes) throws OssError {
		throw refused();
	}

	@Override
	public StoredObject link(String key, String target, Attributes attributes) throws OssError {
		throw refused();
	}

	private static OssError refused() {
		return OssError.of(403, "AccessDenied", "Nothing in this bucket can be changed.");
	}

	@Override
	public void change(String key, UnaryOperator<Attributes> change) {
		throw fixed();
	}

	@Override
	public Optional<Versions.Entry> remove(String key, Optional<String> version) {
		throw fixed();
	}

	@Override
	public Versions versions(String key) {
		return find(key).map((object) -> Versions.NONE.with(Versions.Entry.of(object))).orElse(Versions.NONE);
	}

	@Override
	public boolean keepsVersions() {
		return false;
	}

	@Override
	public boolean allowsDirectRead() {
		return false;
	}

}
