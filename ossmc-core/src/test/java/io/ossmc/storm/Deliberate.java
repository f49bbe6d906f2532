package io.ossmc.storm;

import java.io.IOException;
import java.io.Serial;
import java.util.Random;

/**
 * What applications throw at a connector: the storm throws it on purpose, and tells it
 * from errors that nobody planned.
 */
final class Deliberate {

	private Deliberate() {
	}

	/** Throws something, once in so many times. */
	static void sometimes(Random random, int often, Place place) {
		if (random.nextInt(often) == 0) {
			switch (random.nextInt(3)) {
				case 0 -> throw new DeliberateException(place);
				case 1 -> throw new DeliberateError(place);
				default -> throw new DeliberateOutOfMemory(place);
			}
		}
	}

	/** As {@link #sometimes}, where checked exceptions are allowed too. */
	static void sometimesChecked(Random random, int often, Place place) throws IOException {
		if (random.nextInt(2 * often) == 0) {
			throw new IOException(place.name());
		}
		sometimes(random, 2 * often, place);
	}

	/**
	 * Whether a caller may see the error as it is: only what its own use threw. Of a
	 * loader's it is told by an error of the connector's kind, of others not at all.
	 */
	static boolean isOfTheCaller(Throwable error) {
		return error.getClass().getEnclosingClass() == Deliberate.class && Place.USE.name().equals(error.getMessage());
	}

	/** Where it is thrown. */
	enum Place {

		/** Builds an object. */
		LOADER,
		/** Uses an object. */
		USE,
		/** Closes an object. */
		CLOSER,
		/** Is told. */
		LISTENER

	}

	private static final class DeliberateException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1;

		DeliberateException(Place place) {
			super(place.name());
		}

	}

	private static final class DeliberateError extends NoClassDefFoundError {

		@Serial
		private static final long serialVersionUID = 1;

		DeliberateError(Place place) {
			super(place.name());
		}

	}

	private static final class DeliberateOutOfMemory extends OutOfMemoryError {

		@Serial
		private static final long serialVersionUID = 1;

		DeliberateOutOfMemory(Place place) {
			super(place.name());
		}

	}

}
