package io.ossmc.listing;

import java.util.List;

import io.ossmc.ListOptions;
import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.OssErrors;
import org.jspecify.annotations.Nullable;

/**
 * One page after another, each where the one before says that it goes on, on the reader's
 * thread: for listings with folders, in which a key that lies in a folder is no place to
 * go on from.
 */
final class SuccessivePages implements PageSource {

	private final ObjectStore store;

	private final OssUri prefix;

	private final ListOptions options;

	private final ListingRules rules;

	private @Nullable String token;

	private boolean last;

	SuccessivePages(ObjectStore store, OssUri prefix, ListOptions options) {
		this.store = store;
		this.prefix = prefix;
		this.options = options;
		this.rules = new ListingRules(prefix, options.delimited(), options.startAfter());
	}

	@Override
	public @Nullable List<ListedObject> next() {
		if (this.last) {
			return null;
		}
		ListPage page = this.store.list(this.prefix, this.options.delimited() ? "/" : null, this.options.startAfter(),
				this.token);
		List<ListedObject> entries = this.rules.check(page);
		this.last = !page.truncated();
		if (!this.last && page.nextToken() != null && page.nextToken().equals(this.token)) {
			throw OssErrors.unusableListing(this.prefix, "it is truncated and does not go on");
		}
		this.token = page.nextToken();
		return entries;
	}

	/** Nothing is under way but what the reader waits for. */
	@Override
	public void close() {
		this.last = true;
	}

}
