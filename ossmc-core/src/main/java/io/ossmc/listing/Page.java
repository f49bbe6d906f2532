package io.ossmc.listing;

import java.util.List;

import io.ossmc.oss.ListedObject;

/** Entries that nobody has read yet. */
interface Page {

	/** How many. */
	int entries();

	/** Bytes of heap, about. */
	long weight();

	/** The entries. */
	List<ListedObject> objects();

	/**
	 * Entries as they came.
	 *
	 * @param objects in order
	 * @param weight bytes of heap, about
	 */
	record Plain(List<ListedObject> objects, long weight) implements Page {

		/** Bytes that an entry takes beside its key: the ETag, the time, the objects. */
		private static final int ENTRY = 220;

		static Plain of(List<ListedObject> objects) {
			long weight = 0;
			for (ListedObject listed : objects) {
				weight += ENTRY + listed.summary().key().length();
			}
			return new Plain(objects, weight);
		}

		@Override
		public int entries() {
			return this.objects.size();
		}

	}

}
