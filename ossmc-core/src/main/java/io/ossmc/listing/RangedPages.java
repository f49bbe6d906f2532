package io.ossmc.listing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.ossmc.ListOptions;
import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.OssErrors;
import io.ossmc.thread.Pauses;
import io.ossmc.thread.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * The pages of ranges of keys ({@link RangePlan}), many of which are asked for at the
 * same time. The first page is asked for by the reader itself, and alone; only when a
 * second is wanted do others help, {@link RequestLimit} of them. They stop when as much
 * is read ahead as may be, and go on when the reader does. In order, pages of later
 * ranges wait, packed; whatever waits, the next page of the first range is always asked
 * for, so that the reader never waits for nothing. An error of any range is the reader's
 * next page.
 */
final class RangedPages implements PageSource {

	private final ObjectStore store;

	private final OssUri prefix;

	private final boolean ordered;

	private final Executor threads;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final HelperThreads helpers = new HelperThreads();

	// Guarded by the lock.

	private final RangePlan plan;

	private final RequestLimit limit;

	/** Pages that came, where the order does not matter. */
	private final Deque<Page> pages = new ArrayDeque<>();

	/** What requests are waiting for to be tried again. */
	private final Map<KeyRange, String> pauses = new LinkedHashMap<>();

	private boolean begun;

	private int underWay;

	private final ReadAhead ahead;

	private @Nullable Throwable failure;

	private boolean closed;

	RangedPages(ObjectStore store, OssUri prefix, ListOptions options, Helpers helpers) {
		this.store = store;
		this.prefix = prefix;
		this.ordered = options.ordered();
		this.threads = helpers.threads();
		this.limit = new RequestLimit(helpers.most());
		this.ahead = new ReadAhead(options.ordered());
		this.plan = new RangePlan(prefix, options.startAfter(), options.ordered());
	}

	@Override
	public @Nullable List<ListedObject> next() {
		if (!this.begun) {
			return first();
		}
		help();
		return read();
	}

	/** On the reader's thread, and nobody helps. */
	private @Nullable List<ListedObject> first() {
		KeyRange range = this.plan.front();
		range.asked = true;
		ListPage page = this.store.list(this.prefix, null, range.after, null);
		List<ListedObject> entries = range.rules.check(page);
		this.lock.lock();
		try {
			this.plan.arrived(range, entries, page.truncated());
			this.plan.dropRead();
			this.begun = true;
		}
		finally {
			this.lock.unlock();
		}
		return entries;
	}

	/** Lets as many others ask as may. */
	private void help() {
		for (KeyRange range : assigned(RequestLimit.MOST)) {
			try {
				this.threads.execute(() -> ask(range));
			}
			catch (RejectedExecutionException _) {
				notAsked(range);
			}
		}
	}

	private List<KeyRange> assigned(int most) {
		List<KeyRange> ranges = new ArrayList<>();
		this.lock.lock();
		try {
			while (ranges.size() < most) {
				KeyRange range = assign();
				if (range == null) {
					break;
				}
				ranges.add(range);
			}
		}
		finally {
			this.lock.unlock();
		}
		return ranges;
	}

	private @Nullable KeyRange assign() {
		if (this.closed || this.failure != null || this.underWay >= this.limit.get() || this.plan.isDone()) {
			return null;
		}
		double room = this.ahead.room();
		double taken = this.ahead.taken(this.underWay);
		double most = this.ordered ? room + RangePlan.NEAR : room;
		KeyRange range = (taken < most && !this.ahead.full()) ? this.plan.next(room, taken) : null;
		if (range == null && this.ordered && this.plan.front().waits()) {
			range = this.plan.front();
			range.asked = true;
		}
		if (range != null) {
			this.underWay++;
		}
		return range;
	}

	private void notAsked(KeyRange range) {
		this.lock.lock();
		try {
			range.asked = false;
			this.underWay--;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Asks for pages as long as there is one to ask for, with whoever helps. */
	private void ask(KeyRange first) {
		for (KeyRange range = first; range != null;) {
			helped(range);
			range = assigned(1).stream().findFirst().orElse(null);
			help();
		}
	}

	private void helped(KeyRange range) {
		try {
			this.helpers.enter();
			page(range, () -> Pauses.telling((why) -> paused(range, why), () -> list(range)));
		}
		finally {
			this.helpers.leave();
		}
	}

	private ListPage list(KeyRange range) {
		return this.store.list(this.prefix, null, range.after, null);
	}

	private void page(KeyRange range, Supplier<ListPage> request) {
		long start = System.nanoTime();
		try {
			ListPage page = request.get();
			List<ListedObject> entries = range.rules.check(page);
			PackedPage packed = this.ordered ? PackedPage.of(this.prefix.bucket(), entries) : null;
			arrived(range, entries, packed, page.truncated(), System.nanoTime() - start);
		}
		catch (Throwable ex) {
			// Whatever it is, the reader gets it.
			failed(range, ex);
		}
	}

	private void arrived(KeyRange range, List<ListedObject> entries, @Nullable PackedPage packed, boolean truncated,
			long nanos) {
		this.lock.lock();
		try {
			this.limit.answered(nanos, this.underWay >= this.limit.get());
			this.underWay--;
			List<ListedObject> kept = this.plan.arrived(range, entries, truncated);
			if (!kept.isEmpty()) {
				Page page = (packed != null) ? packed.first(kept.size()) : Page.Plain.of(kept);
				(this.ordered ? range.pages : this.pages).add(page);
				range.held += this.ordered ? page.entries() : 0;
				this.ahead.came(page);
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void failed(KeyRange range, Throwable cause) {
		this.lock.lock();
		try {
			range.asked = false;
			this.underWay--;
			if (this.failure == null) {
				this.failure = cause;
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void paused(KeyRange range, @Nullable String why) {
		this.lock.lock();
		try {
			if (why == null) {
				this.pauses.remove(range);
			}
			else {
				this.pauses.put(range, why);
				this.limit.refused();
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Waits for the next page; asks for it if nobody does. */
	private @Nullable List<ListedObject> read() {
		PauseTeller told = new PauseTeller();
		try {
			while (true) {
				KeyRange mine;
				this.lock.lockInterruptibly();
				try {
					requireGood();
					Page page = poll();
					if (page != null) {
						return page.objects();
					}
					if (this.plan.isDone()) {
						return null;
					}
					told.of(this.pauses.values());
					mine = (this.underWay == 0) ? assign() : null;
					if (mine == null) {
						this.changed.await();
					}
				}
				finally {
					this.lock.unlock();
				}
				if (mine != null) {
					KeyRange range = mine;
					page(range, () -> list(range));
					help();
				}
			}
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			throw OssErrors.interrupted(this.prefix.toString());
		}
		finally {
			told.of(List.of());
		}
	}

	private void requireGood() {
		if (this.failure != null) {
			throw Waiting.rethrown(this.failure);
		}
		if (this.closed) {
			throw new IllegalStateException("the listing of " + this.prefix + " is closed");
		}
	}

	private @Nullable Page poll() {
		this.plan.dropRead();
		KeyRange front = this.plan.isDone() ? null : this.plan.front();
		Page page = !this.ordered ? this.pages.poll() : (front != null) ? front.pages.poll() : null;
		if (page != null) {
			this.ahead.read(page);
			if (this.ordered && front != null) {
				front.held -= page.entries();
			}
		}
		return page;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.helpers.stop();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
