package io.ossmc.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A bucket as requests see it. Calls may block on the disk. */
interface ObjectStore extends Bucket {

	Instant created();

	Optional<StoredObject> find(String key) throws IOException;

	/**
	 * The keys for one page of a listing.
	 * @param firstPage whether the listing begins here; if not, keys that came meanwhile
	 * may be missing
	 */
	NavigableSet<String> keys(boolean firstPage) throws IOException;

	/**
	 * The objects from a key on, for one page of a listing; those that go meanwhile may
	 * be left out.
	 * @param from the key
	 * @param inclusive whether an object of this key is among them
	 * @param firstPage as in {@link #keys(boolean)}
	 */
	default Iterator<Listing.Entry> entries(String from, boolean inclusive, boolean firstPage) throws IOException {
		Iterator<String> keys = keys(firstPage).tailSet(from, inclusive).iterator();
		Stream<String> rest = StreamSupport.stream(Spliterators.spliteratorUnknownSize(keys, Spliterator.ORDERED),
				false);
		return rest.flatMap((key) -> {
			try {
				return find(key).map((object) -> Listing.Entry.of(key, object)).stream();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}).iterator();
	}

	/** Begins a PUT: nothing is visible before its end. */
	Upload upload(String key, Attributes attributes) throws IOException, OssError;

	/** Stores a symbolic link. */
	StoredObject link(String key, String target, Attributes attributes) throws OssError;

	/**
	 * Gives the current version of an object other attributes.
	 * @throws IllegalArgumentException if there is none
	 */
	void change(String key, UnaryOperator<Attributes> change) throws IOException;

	/**
	 * Removes one version, or the object as it is now, of which a bucket that keeps
	 * versions remembers that it was removed.
	 * @return the version removed or the mark of deletion made, if versions are kept
	 */
	Optional<Versions.Entry> remove(String key, Optional<String> version) throws IOException;

	/** All versions of one key. */
	Versions versions(String key) throws IOException;

	boolean keepsVersions();

	boolean allowsDirectRead();

}
