package io.ossmc.emulator;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One page of a listing: a look-up and a walk over its entries, and for a common prefix a
 * look-up of the first key after all that share it. No page costs more than its length,
 * wherever in a million keys it lies.
 *
 * @param entries the objects
 * @param prefixes the common prefixes
 * @param next where the next page begins
 */
record Listing(List<Entry> entries, List<String> prefixes, Optional<ListingQuery.Token> next) {

	static Listing page(ObjectStore bucket, ListingQuery query) throws IOException {
		List<Entry> entries = new ArrayList<>();
		List<String> prefixes = new ArrayList<>();
		ListingQuery.Token last = null;
		Iterator<Entry> rest = first(bucket, query);
		while (rest.hasNext()) {
			Entry entry = rest.next();
			String key = entry.key();
			if (!key.startsWith(query.prefix())) {
				break;
			}
			if (entries.size() + prefixes.size() == query.maxKeys()) {
				return new Listing(entries, prefixes, Optional.ofNullable(last));
			}
			int delimiter = query.delimiter().isEmpty() ? -1 : key.indexOf(query.delimiter(), query.prefix().length());
			if (delimiter >= 0) {
				String prefix = key.substring(0, delimiter + query.delimiter().length());
				prefixes.add(prefix);
				last = new ListingQuery.Token(prefix, true);
				rest = afterAllWith(bucket, prefix);
			}
			else {
				entries.add(entry);
				last = new ListingQuery.Token(key, false);
			}
		}
		return new Listing(entries, prefixes, Optional.empty());
	}

	/** From the first key on that the prefix and whatever came before allow. */
	private static Iterator<Entry> first(ObjectStore bucket, ListingQuery query) throws IOException {
		ListingQuery.Token token = query.token().orElse(null);
		if (token != null) {
			return token.prefix() ? afterAllWith(bucket, token.entry()) : bucket.entries(token.entry(), false, false);
		}
		boolean marked = !query.after().isEmpty();
		if (!marked || KeyOrder.INSTANCE.compare(query.after(), query.prefix()) < 0) {
			return bucket.entries(query.prefix(), true, true);
		}
		// V1 clients give a common prefix as the marker to go on after it.
		boolean rolledUp = !query.v2() && !query.delimiter().isEmpty() && query.after().endsWith(query.delimiter());
		return rolledUp ? afterAllWith(bucket, query.after()) : bucket.entries(query.after(), false, true);
	}

	private static Iterator<Entry> afterAllWith(ObjectStore bucket, String prefix) throws IOException {
		String successor = KeyOrder.afterAllWith(prefix);
		return (successor != null) ? bucket.entries(successor, true, false) : Collections.emptyIterator();
	}

	/**
	 * An object of a page.
	 *
	 * @param key its key
	 * @param etag without quotes
	 * @param type {@code Normal}, {@code Multipart} or {@code Symlink}
	 * @param size in bytes
	 * @param lastModified when it was made
	 * @param attributes what it has beside its bytes
	 */
	record Entry(String key, String etag, String type, long size, Instant lastModified, Attributes attributes) {

		static Entry of(String key, StoredObject object) {
			return new Entry(key, object.etag(), object.type(), object.content().size(), object.lastModified(),
					object.attributes());
		}

	}

}
