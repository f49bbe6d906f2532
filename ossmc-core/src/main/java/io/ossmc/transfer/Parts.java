package io.ossmc.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.PartMap;

/**
 * All parts of one object in the order of its bytes, and how much of them is there. A
 * part is counted as complete once, after its writer has left. Thread-safe.
 */
final class Parts {

	private final long size;

	private final long partSize;

	private final List<Part> all;

	private final AtomicInteger incomplete;

	private final AtomicLong fetched = new AtomicLong();

	/**
	 * Cuts an object.
	 * @param transfer fetches it
	 * @param size bytes; an empty object has no part
	 * @param partSize bytes of all parts but the last one
	 */
	Parts(Transfer transfer, long size, long partSize) {
		this.size = size;
		this.partSize = partSize;
		List<Part> cut = new ArrayList<>();
		for (long position = 0; position < size; position += partSize) {
			cut.add(new Part(transfer, position, Math.min(partSize, size - position)));
		}
		this.all = List.copyOf(cut);
		this.incomplete = new AtomicInteger(this.all.size());
	}

	List<Part> all() {
		return this.all;
	}

	/** The part with that byte. */
	Part at(long position) {
		return this.all.get(index(position));
	}

	private int index(long position) {
		return (int) (position / this.partSize);
	}

	/**
	 * How far bytes go without a gap, over as many parts as are there.
	 * @param position of a byte
	 * @return where they end; at or before the position if it is not there
	 */
	long contiguousTo(long position) {
		int index = index(position);
		Part part = this.all.get(index);
		long end = part.position + part.fetched();
		for (int next = index + 1; part.complete() && next < this.all.size(); next++) {
			part = this.all.get(next);
			end = part.position + part.fetched();
		}
		return end;
	}

	/** Bytes of all parts so far. */
	long fetched() {
		return this.fetched.get();
	}

	/** Bytes have come; by the one writer of that part. */
	void add(Part part, long bytes) {
		part.fetched(part.fetched() + bytes);
		this.fetched.addAndGet(bytes);
	}

	/** A part is complete; true for the last one. */
	boolean completed() {
		return this.incomplete.decrementAndGet() == 0;
	}

	/** Whether all are. */
	boolean complete() {
		return this.incomplete.get() == 0;
	}

	/**
	 * Begins anew; nobody may be writing.
	 * @return bytes that do not count any more
	 */
	long reset() {
		this.all.forEach(Part::reset);
		long before = this.fetched.getAndSet(0);
		this.incomplete.set(this.all.size());
		return before;
	}

	/** Draws what is there, and where requests work. */
	PartMap map(List<Part> underWay) {
		return MapOfParts.of(this.size, this.partSize, this.all, underWay);
	}

}
