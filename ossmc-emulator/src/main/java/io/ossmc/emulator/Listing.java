package io.ossmc.emulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. The keys come from a navigable set, in which a page is a look-up
 * and a walk over its entries, and a common prefix a look-up of the first key after all
 * that share it: no page costs more than its length, wherever in a million keys it lies.
 *
 * @param entries the objects
 * @param prefixes the common prefixes
 * @param next where the next page begins
 */
record Listing(List<Entry> entries, List<String> prefixes, Optional<ListingQuery.Token> next) {

	static Listing page(ObjectStore bucket, ListingQuery query) throws IOException {
		NavigableSet<String> keys = bucket.keys(query.token().isEmpty());
		List<Entry> entries = new ArrayList<>();
		List<String> prefixes = new ArrayList<>();
		ListingQuery.Token last = null;
		String key = first(keys, query);
		while (key != null && key.startsWith(query.prefix())) {
			if (entries.size() + prefixes.size() == query.maxKeys()) {
				return new Listing(entries, prefixes, Optional.ofNullable(last));
			}
			int delimiter = query.delimiter().isEmpty() ? -1 : key.indexOf(query.delimiter(), query.prefix().length());
			if (delimiter >= 0) {
				String prefix = key.substring(0, delimiter + query.delimiter().length());
				prefixes.add(prefix);
				last = new ListingQuery.Token(prefix, true);
				key = afterAllWith(keys, prefix);
			}
			else {
				String listed = key;
				bucket.find(key).ifPresent((object) -> entries.add(new Entry(listed, object)));
				last = new ListingQuery.Token(key, false);
				key = keys.higher(key);
			}
		}
		return new Listing(entries, prefixes, Optional.empty());
	}

	/** The first key that the prefix and whatever came before allow. */
	private static @Nullable String first(NavigableSet<String> keys, ListingQuery query) {
		ListingQuery.Token token = query.token().orElse(null);
		if (token != null) {
			return token.prefix() ? afterAllWith(keys, token.entry()) : keys.higher(token.entry());
		}
		boolean marked = !query.after().isEmpty();
		if (!marked || KeyOrder.INSTANCE.compare(query.after(), query.prefix()) < 0) {
			return keys.ceiling(query.prefix());
		}
		// V1 clients give a common prefix as the marker to go on after it.
		boolean rolledUp = !query.v2() && !query.delimiter().isEmpty() && query.after().endsWith(query.delimiter());
		return rolledUp ? afterAllWith(keys, query.after()) : keys.higher(query.after());
	}

	private static @Nullable String afterAllWith(NavigableSet<String> keys, String prefix) {
		String successor = KeyOrder.afterAllWith(prefix);
		return (successor != null) ? keys.ceiling(successor) : null;
	}

	/**
	 * An object of a page.
	 *
	 * @param key its key
	 * @param object the object
	 */
	record Entry(String key, StoredObject object) {
	}

}
