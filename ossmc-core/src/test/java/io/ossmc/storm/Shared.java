package io.ossmc.storm;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A few open things that all threads use, while any of them may close them. Thread-safe.
 *
 * @param <T> the things
 */
final class Shared<T extends AutoCloseable> {

	private static final int ROOM = 4;

	private final List<T> things = new CopyOnWriteArrayList<>();

	/** Adds a thing; closes one, it or another, when there are too many. */
	void put(T thing, Random random) throws Exception {
		this.things.add(thing);
		if (this.things.size() > ROOM) {
			close(random);
		}
	}

	/** One of them, still there or closed in the meantime. */
	@Nullable T any(Random random) {
		Object[] all = this.things.toArray();
		@SuppressWarnings("unchecked")
		T thing = (all.length == 0) ? null : (T) all[random.nextInt(all.length)];
		return thing;
	}

	/** Closes one of them. */
	void close(Random random) throws Exception {
		T thing = any(random);
		if (thing != null && this.things.remove(thing)) {
			thing.close();
		}
	}

	/** Closes all. */
	void closeAll() throws Exception {
		for (T thing : this.things) {
			if (this.things.remove(thing)) {
				thing.close();
			}
		}
	}

}
