package io.ossmc.listing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

import io.ossmc.ObjectSummary;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import org.jspecify.annotations.Nullable;

/** A bucket of keys, listed by the rules of OSS. */
class SomeKeys implements ObjectStore {

	static final OssUri BUCKET = new OssUri("models", "");

	final NavigableSet<String> keys = new ConcurrentSkipListSet<>(KeyOrder.INSTANCE);

	final AtomicInteger requests = new AtomicInteger();

	/**
	 * How many keys the next page has, given how many there are; a full one brings 1000.
	 */
	volatile IntUnaryOperator lengths = IntUnaryOperator.identity();

	private volatile Step onRequest = () -> {
	};

	SomeKeys(Collection<String> keys) {
		this.keys.addAll(keys);
	}

	/** What happens before each answer. */
	void onRequest(Step step) {
		this.onRequest = step;
	}

	@Override
	public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
			@Nullable String token) {
		this.requests.incrementAndGet();
		try {
			this.onRequest.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("The thread was interrupted.", "Ask again.", ex);
		}
		List<ListedObject> page = new ArrayList<>();
		NavigableSet<String> rest = (startAfter != null && KeyOrder.INSTANCE.compare(startAfter, prefix.key()) >= 0)
				? this.keys.tailSet(startAfter, false) : this.keys.tailSet(prefix.key(), true);
		int most = this.lengths.applyAsInt(1000);
		for (String key : rest) {
			if (!key.startsWith(prefix.key())) {
				break;
			}
			if (page.size() == most) {
				return new ListPage(page, List.of(), true, "token");
			}
			page.add(new ListedObject(
					new ObjectSummary(prefix.bucket(), key, 1, "ETAG", Instant.EPOCH, "Standard", false), false,
					false));
		}
		return new ListPage(page, List.of(), false, null);
	}

	/** In the order of their UTF-8 bytes. */
	List<String> below(String prefix) {
		NavigableSet<String> sorted = new TreeSet<>(KeyOrder.INSTANCE);
		this.keys.stream().filter((key) -> key.startsWith(prefix)).forEach(sorted::add);
		return List.copyOf(sorted);
	}

	@Override
	public ObjectInfo head(OssUri object) {
		throw new AssertionError("nobody asks for " + object);
	}

	@Override
	public URI presign(OssUri object, Duration validity) {
		throw new AssertionError("nobody reads " + object);
	}

	@Override
	public void close() {
		// Nothing is held.
	}

	/** May wait. */
	@FunctionalInterface
	interface Step {

		void run() throws InterruptedException;

	}

}
