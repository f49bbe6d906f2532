package io.ossmc.listing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.http.ETags;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.OssErrors;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of each of the pages that follow one another, whoever read them. A
 * listing decides what a model consists of, and how long it is asked for: it is believed
 * only if it goes forward, stays below its prefix, and names each object once, with a
 * size and a version that there can be. How much a page brings is OSS's affair, if it
 * brings anything.
 */
final class ListingRules {

	/** A key has three bytes for each of Java's characters at most. */
	private static final int BYTES = 3;

	private static final Comparator<ListedObject> BY_KEY = Comparator.comparing((listed) -> listed.summary().key(),
			KeyOrder.INSTANCE);

	private final OssUri prefix;

	private final boolean delimited;

	private final @Nullable String start;

	private @Nullable ListedObject last;

	/**
	 * The rules of pages that begin at a place.
	 * @param prefix bucket and key prefix
	 * @param delimited whether folders may be among their entries
	 * @param start the key after which the first page begins; null for the first of all
	 */
	ListingRules(OssUri prefix, boolean delimited, @Nullable String start) {
		this.prefix = prefix;
		this.delimited = delimited;
		this.start = start;
	}

	/**
	 * Checks the next page.
	 * @return its entries in key order
	 * @throws OssModelTransferException if it is not usable
	 */
	List<ListedObject> check(ListPage page) {
		if (page.objects().size() + page.folders().size() > ObjectStore.PAGE) {
			throw unusable("a page holds more than " + ObjectStore.PAGE + " entries");
		}
		page.objects().forEach(this::requireObject);
		List<ListedObject> entries = page.objects();
		if (!page.folders().isEmpty()) {
			entries = merged(page);
		}
		entries.forEach(this::requireNext);
		if (page.truncated()) {
			requireMore(page);
		}
		return entries;
	}

	private List<ListedObject> merged(ListPage page) {
		if (!this.delimited) {
			throw unusable("it holds common prefixes that were not asked for");
		}
		requireOrder(page.objects());
		requireOrder(page.folders());
		List<ListedObject> entries = new ArrayList<>(page.objects());
		entries.addAll(page.folders());
		entries.sort(BY_KEY);
		return entries;
	}

	private void requireOrder(List<ListedObject> entries) {
		for (int i = 1; i < entries.size(); i++) {
			requireAfter(entries.get(i).summary().key(), entries.get(i - 1).summary().key());
		}
	}

	private void requireAfter(String key, String before) {
		int order = KeyOrder.INSTANCE.compare(key, before);
		if (order == 0) {
			throw unusable("it names " + this.prefix.withKey(key) + " twice");
		}
		if (order < 0) {
			throw unusable("its keys go back from " + this.prefix.withKey(before) + " to " + this.prefix.withKey(key));
		}
	}

	private void requireObject(ListedObject listed) {
		long size = listed.summary().size();
		if (size < 0 || size > ObjectStore.LARGEST_OBJECT) {
			throw unusable(listed.summary().uri() + " cannot have " + size + " bytes");
		}
		// Of a symlink the HEAD says what counts.
		if (!listed.symlink() && ETags.opaque(listed.summary().etag()).isEmpty()) {
			throw unusable(listed.summary().uri() + " has no ETag that can be relied on");
		}
	}

	private void requireNext(ListedObject entry) {
		String key = entry.summary().key();
		if (!key.startsWith(this.prefix.key())) {
			throw unusable(this.prefix.withKey(key) + " does not lie below the prefix");
		}
		if (key.isEmpty() || key.length() > ObjectStore.LONGEST_KEY / BYTES) {
			requireLength(key);
		}
		ListedObject before = this.last;
		if (before != null) {
			requireAfter(key, before.summary().key());
			if (before.summary().folder() && key.startsWith(before.summary().key())) {
				throw unusable(this.prefix.withKey(key) + " lies in a folder that it has named");
			}
		}
		else {
			requireAfterStart(entry);
		}
		this.last = entry;
	}

	private void requireLength(String key) {
		int bytes = key.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > ObjectStore.LONGEST_KEY) {
			throw unusable("a key has " + bytes + " bytes");
		}
	}

	/** A folder may begin before the key from which on its content is listed. */
	private void requireAfterStart(ListedObject entry) {
		String key = entry.summary().key();
		if (this.start != null && KeyOrder.INSTANCE.compare(key, this.start) <= 0
				&& !(entry.summary().folder() && this.start.startsWith(key))) {
			throw unusable(this.prefix.withKey(key) + " does not come after " + this.prefix.withKey(this.start));
		}
	}

	private void requireMore(ListPage page) {
		String next = page.nextToken();
		if (next == null || next.isEmpty()) {
			throw unusable("it is truncated and does not say how it goes on");
		}
		if (page.objects().isEmpty() && page.folders().isEmpty()) {
			throw unusable("it is truncated and does not go on");
		}
	}

	private OssModelTransferException unusable(String what) {
		return OssErrors.unusableListing(this.prefix, what);
	}

}
