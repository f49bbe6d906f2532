package io.ossmc.oss;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.ossmc.ListOptions;
import io.ossmc.OssUri;
import org.jspecify.annotations.Nullable;

/** Asks for the next page when the last one is used up, and checks each. */
public final class Listing extends Spliterators.AbstractSpliterator<ListedObject> {

	private final ObjectStore store;

	private final OssUri prefix;

	private final ListOptions options;

	private final Deque<ListedObject> page = new ArrayDeque<>();

	private final ListingRules rules;

	private final Runnable goingOn;

	private @Nullable String token;

	private boolean last;

	private Listing(ObjectStore store, OssUri prefix, ListOptions options, Runnable goingOn) {
		super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
		this.store = store;
		this.prefix = prefix;
		this.options = options;
		this.rules = new ListingRules(prefix, options);
		this.goingOn = goingOn;
	}

	/**
	 * Lists what lies below a prefix.
	 * @param store of the prefix's bucket
	 * @param prefix bucket and key prefix
	 * @param options which objects
	 * @return a lazy sequential stream in key order; each page is one request. A page
	 * that is not usable ends it with an {@link io.ossmc.OssModelTransferException}.
	 */
	public static Stream<ListedObject> of(ObjectStore store, OssUri prefix, ListOptions options) {
		return of(store, prefix, options, () -> {
		});
	}

	/**
	 * As above, for who does not follow each listing to its end.
	 * @param store of the prefix's bucket
	 * @param prefix bucket and key prefix
	 * @param options which objects
	 * @param goingOn called before each page but the first; what it throws ends the
	 * stream
	 * @return a lazy sequential stream in key order
	 */
	public static Stream<ListedObject> of(ObjectStore store, OssUri prefix, ListOptions options, Runnable goingOn) {
		return StreamSupport.stream(new Listing(store, prefix, options, goingOn), false);
	}

	@Override
	public boolean tryAdvance(Consumer<? super ListedObject> action) {
		while (this.page.isEmpty()) {
			if (this.last) {
				return false;
			}
			if (this.token != null) {
				this.goingOn.run();
			}
			ListPage next = this.store.list(this.prefix, this.options.delimited() ? "/" : null,
					this.options.startAfter(), this.token);
			this.page.addAll(this.rules.check(next));
			this.token = next.nextToken();
			this.last = !next.truncated();
		}
		action.accept(this.page.remove());
		return true;
	}

}
