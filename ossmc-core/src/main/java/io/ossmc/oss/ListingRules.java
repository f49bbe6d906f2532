package io.ossmc.oss;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ossmc.ListOptions;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.http.ETags;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of every page of one listing, whoever read it. A listing decides what
 * a model consists of, and how long it is asked for: it is believed only if it goes
 * forward, stays below its prefix, and names each object once, with a size and a version
 * that there can be. How much a page brings is OSS's affair, if it brings anything.
 */
final class ListingRules {

	/** Objects and folders on a page at most ("ListObjectsV2", max-keys). */
	static final int PAGE = 1000;

	/** Bytes of a key at most ("Object naming conventions"). */
	static final int LONGEST_KEY = 1023;

	/** Bytes of an object at most: 10 000 parts of 5 GiB ("Limits"). */
	static final long LARGEST_OBJECT = 10_000L * (5L << 30);

	private static final Comparator<ListedObject> BY_KEY = Comparator.comparing((listed) -> listed.summary().key(),
			KeyOrder.INSTANCE);

	private final OssUri prefix;

	private final ListOptions options;

	private @Nullable ListedObject last;

	private @Nullable String token;

	ListingRules(OssUri prefix, ListOptions options) {
		this.prefix = prefix;
		this.options = options;
	}

	/**
	 * Checks the next page.
	 * @return its entries in key order
	 * @throws OssModelTransferException if it is not usable
	 */
	List<ListedObject> check(ListPage page) {
		if (page.objects().size() + page.folders().size() > PAGE) {
			throw unusable("a page holds more than " + PAGE + " entries");
		}
		requireOrder(page.objects());
		requireOrder(page.folders());
		page.objects().forEach(this::requireObject);
		List<ListedObject> entries = new ArrayList<>(page.objects());
		if (!page.folders().isEmpty()) {
			if (!this.options.delimited()) {
				throw unusable("it holds common prefixes that were not asked for");
			}
			entries.addAll(page.folders());
			entries.sort(BY_KEY);
		}
		entries.forEach(this::requireNext);
		if (page.truncated()) {
			requireMore(page);
		}
		this.token = page.nextToken();
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
		if (size < 0 || size > LARGEST_OBJECT) {
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
		int bytes = key.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > LONGEST_KEY) {
			throw unusable("a key has " + bytes + " bytes");
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

	/** A folder may begin before the key from which on its content is listed. */
	private void requireAfterStart(ListedObject entry) {
		String start = this.options.startAfter();
		String key = entry.summary().key();
		if (start != null && KeyOrder.INSTANCE.compare(key, start) <= 0
				&& !(entry.summary().folder() && start.startsWith(key))) {
			throw unusable(this.prefix.withKey(key) + " does not come after " + this.prefix.withKey(start));
		}
	}

	private void requireMore(ListPage page) {
		String next = page.nextToken();
		if (next == null || next.isEmpty()) {
			throw unusable("it is truncated and does not say how it goes on");
		}
		if (next.equals(this.token) || page.objects().isEmpty() && page.folders().isEmpty()) {
			throw unusable("it is truncated and does not go on");
		}
	}

	private OssModelTransferException unusable(String what) {
		return OssErrors.unusableListing(this.prefix, what);
	}

}
