package io.ossmc.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a bucket keeps of one key, the newest last. Immutable.
 *
 * @param entries versions and marks of deletion
 */
record Versions(List<Entry> entries) {

	static final Versions NONE = new Versions(List.of());

	Versions {
		entries = List.copyOf(entries);
	}

	Optional<Entry> newest() {
		return this.entries.isEmpty() ? Optional.empty() : Optional.of(this.entries.getLast());
	}

	Optional<Entry> find(String version) {
		return this.entries.stream().filter((entry) -> entry.version().equals(version)).findFirst();
	}

	/** This is the newest from now on; another of the same id is no more. */
	Versions with(Entry newest) {
		List<Entry> entries = new ArrayList<>(without(newest.version()).entries);
		entries.add(newest);
		return new Versions(entries);
	}

	Versions without(String version) {
		return new Versions(this.entries.stream().filter((entry) -> !entry.version().equals(version)).toList());
	}

	/**
	 * One version.
	 *
	 * @param version its id
	 * @param object nothing for a mark of deletion
	 */
	record Entry(String version, Optional<StoredObject> object) {

		static Entry of(StoredObject object) {
			return new Entry(object.version(), Optional.of(object));
		}

		static Entry deletion(String version) {
			return new Entry(version, Optional.empty());
		}

		boolean isDeletion() {
			return this.object.isEmpty();
		}

	}

}
