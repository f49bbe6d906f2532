package io.ossmc.listing;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.ossmc.ListOptions;
import io.ossmc.OssUri;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import org.jspecify.annotations.Nullable;

/** The entries of a listing, one page after another. */
public final class Listing extends Spliterators.AbstractSpliterator<ListedObject> {

	private final PageSource pages;

	private final Runnable goingOn;

	private @Nullable Iterator<ListedObject> page;

	private boolean ended;

	private Listing(PageSource pages, boolean ordered, Runnable goingOn) {
		super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.IMMUTABLE | (ordered ? Spliterator.ORDERED : 0));
		this.pages = pages;
		this.goingOn = goingOn;
	}

	/**
	 * Lists what lies below a prefix. The first page is asked for by whoever reads, and
	 * nothing more until a second is wanted; then many are asked for at the same time, on
	 * other threads, as far as the reader keeps up.
	 * @param store of the prefix's bucket
	 * @param prefix bucket and key prefix
	 * @param options which objects, and in which order
	 * @param helpers ask for pages beside the reader
	 * @return a lazy sequential stream; what it has begun ends when it is closed, or with
	 * the pages under way. A page that cannot be had, or is not usable, ends it with an
	 * {@link io.ossmc.OssModelException}; it never ends early without one.
	 */
	public static Stream<ListedObject> of(ObjectStore store, OssUri prefix, ListOptions options, Helpers helpers) {
		return of(store, prefix, options, helpers, () -> {
		});
	}

	/**
	 * As above, for who does not follow each listing to its end.
	 * @param store of the prefix's bucket
	 * @param prefix bucket and key prefix
	 * @param options which objects, and in which order
	 * @param helpers ask for pages beside the reader
	 * @param goingOn called by the reader before each page but the first; what it throws
	 * ends the stream
	 * @return a lazy sequential stream
	 */
	public static Stream<ListedObject> of(ObjectStore store, OssUri prefix, ListOptions options, Helpers helpers,
			Runnable goingOn) {
		PageSource pages = options.delimited() ? new SuccessivePages(store, prefix, options)
				: new RangedPages(store, prefix, options, helpers);
		boolean ordered = options.delimited() || options.ordered();
		return StreamSupport.stream(new Listing(pages, ordered, goingOn), false).onClose(pages::close);
	}

	@Override
	public boolean tryAdvance(Consumer<? super ListedObject> action) {
		while (this.page == null || !this.page.hasNext()) {
			if (this.ended) {
				return false;
			}
			boolean first = this.page == null;
			if (!first) {
				this.goingOn.run();
			}
			List<ListedObject> next = this.pages.next();
			this.ended = next == null;
			this.page = (next != null) ? next.iterator() : null;
		}
		action.accept(this.page.next());
		return true;
	}

}
