package io.ossmc.version;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelException;
import io.ossmc.OssUri;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.budget.Reservation;
import io.ossmc.memory.SharedRegion;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.plan.PlannedFile;
import io.ossmc.root.Estate;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.root.Shelf;
import io.ossmc.root.Shelf.Shelved;
import io.ossmc.spi.OssModelListener;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects in memory, of all versions of all models of a connector. Whoever needs one
 * looks here first: what another version has, or is just fetching, is linked and neither
 * fetched nor charged again. Also knows what a dead connector has left, until somebody
 * asks for it or it goes. Thread-safe.
 */
public final class StoredFiles {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final MemoryBudget budget;

	private final IdleEntries idle;

	private final Shelf shelf;

	private final boolean shares;

	private final Duration expireAfterAccess;

	private final OssModelListener listener;

	private final Verification verification = new Verification();

	/**
	 * Who holds files and waits for memory for the rest; were there two, each might wait
	 * for what the other holds.
	 */
	private final Semaphore waiting = new Semaphore(1, true);

	// Guarded by this.

	private final Map<ObjectVersion, StoredFile> byObject = new HashMap<>();

	/** The unclaimed ones that have not been looked at yet, and what they should have. */
	private final Map<StoredFile, Long> unchecked = new HashMap<>();

	private boolean closed;

	private volatile @Nullable Estate estate;

	/**
	 * Creates the collection, with what was found on the owner's shelf.
	 * @param owner whose files these are
	 * @param root says what they cost
	 * @param budget charged for them; what does not fit goes at once
	 * @param idle told of what nobody has asked for
	 * @param expireAfterAccess after which time that goes
	 * @param listener told that it went
	 */
	public StoredFiles(Owner owner, MemoryRoot root, MemoryBudget budget, IdleEntries idle, Duration expireAfterAccess,
			OssModelListener listener) {
		this.budget = budget;
		this.idle = idle;
		this.shelf = owner.shelf();
		this.expireAfterAccess = expireAfterAccess;
		this.listener = listener;
		List<Shelved> left = this.shelf.files();
		this.shares = this.shelf.hardLinks();
		adopt(left, root);
	}

	private void adopt(List<Shelved> left, MemoryRoot root) {
		List<Shelved> sorted = new ArrayList<>(left);
		sorted.sort(Comparator.comparing((file) -> file.note().uri()));
		long kept = 0;
		for (Shelved file : sorted) {
			if (this.shares && adopt(file, root.charge(file.note().size()))) {
				kept += file.note().size();
			}
			else {
				this.shelf.discard(file.data());
			}
		}
		if (!left.isEmpty()) {
			log.info("Found {} that an earlier process left; {} of them will be used again if they are still right",
					Amounts.count(left.size(), "file"), Amounts.size(kept));
		}
	}

	private boolean adopt(Shelved file, long charge) {
		try {
			ObjectVersion object = new ObjectVersion(OssUri.parse(file.note().uri()), file.note().etag(),
					file.note().size());
			if (this.byObject.containsKey(object)) {
				return false;
			}
			SharedRegion region = SharedRegion.adopt(file.data());
			StoredFile stored = new StoredFile(this, object, reserve(object, charge), region);
			this.byObject.put(object, stored);
			this.unchecked.put(stored, file.note().crc64());
			this.idle.add(stored.entry());
			return true;
		}
		catch (OssModelException ex) {
			log.debug("Not adopted: {}", file.data(), ex);
			return false;
		}
	}

	/** Room that there is now; nobody else is there yet who could have it. */
	private Reservation reserve(ObjectVersion object, long charge) {
		if (charge > this.budget.limit() - this.budget.used()) {
			throw new OssModelCapacityException("There is no room for " + object + ", which an earlier process left.",
					"It is removed; raise ossmc.cache.max-size if it should be kept.");
		}
		return this.budget.request(object.toString(), charge);
	}

	/** From now on, what is complete and right is left to the next connector. */
	public synchronized void leaveTo(Estate next) {
		this.estate = next;
	}

	/** Whether a file that nobody has any more is left to the next connector. */
	boolean leaveToNext(StoredFile stored, Path data) {
		Estate next = this.estate;
		return next != null && stored.mayBeLeft() && next.add(data, stored.object().size());
	}

	/** Whether a file can have more than one name. */
	boolean shares() {
		return this.shares;
	}

	Shelf shelf() {
		return this.shelf;
	}

	boolean isOnShelf(Path data) {
		return this.shares && this.shelf.holds(data);
	}

	Duration expireAfterAccess() {
		return this.expireAfterAccess;
	}

	public Semaphore waiting() {
		return this.waiting;
	}

	/**
	 * Holds what is there, or on its way, of an object.
	 * @return to be released by the caller; empty if there is nothing
	 */
	synchronized Optional<StoredFile> take(PlannedFile file) {
		StoredFile stored = this.byObject.get(file.object());
		if (stored == null) {
			return Optional.empty();
		}
		stored.holders++;
		tell(stored);
		if (stored.unclaimed) {
			this.idle.take(stored.entry());
		}
		Long crc = this.unchecked.remove(stored);
		if (crc != null) {
			stored.looked = true;
			this.verification.begin(stored, crc);
		}
		return Optional.of(stored);
	}

	/**
	 * Holds an object, as {@link #take}, or else lets the caller fill it.
	 * @param file which
	 * @param share for its pages in that case
	 * @param charge how much of it
	 * @return to be released by the caller
	 */
	public synchronized Claim claim(PlannedFile file, Reservation share, long charge) {
		Optional<StoredFile> known = take(file);
		if (known.isPresent()) {
			return new Claim(known.get(), false);
		}
		ObjectVersion object = file.object();
		StoredFile fresh = new StoredFile(this, object, share.split(charge));
		fresh.holders = 1;
		if (this.shares) {
			this.byObject.put(object, fresh);
		}
		return new Claim(fresh, true);
	}

	/** The listing has another content of these objects: what was left of them goes. */
	void outdated(List<PlannedFile> plan) {
		Map<OssUri, ObjectVersion> current = new HashMap<>();
		plan.forEach((file) -> current.put(file.object().uri(), file.object()));
		List<StoredFile> old = new ArrayList<>();
		synchronized (this) {
			for (StoredFile stored : this.byObject.values()) {
				ObjectVersion now = current.get(stored.object().uri());
				if (stored.unclaimed && now != null && !now.equals(stored.object())) {
					old.add(stored);
				}
			}
		}
		old.forEach((stored) -> {
			this.idle.take(stored.entry());
			if (stored.entry().claim()) {
				stored.entry().giveUp(EvictionCause.REPLACED);
			}
		});
	}

	/** These are part of a version now, and go with the last one that has them. */
	synchronized void claimed(Iterable<StoredFile> stored) {
		stored.forEach((file) -> file.unclaimed = false);
	}

	/** One of those who have it will let it go soon. */
	synchronized void leaving(StoredFile stored) {
		stored.leaving++;
		tell(stored);
	}

	/**
	 * Who has it and has not said that he will let it go; also the shelf, as long as it
	 * is unclaimed.
	 */
	synchronized int keepers(StoredFile stored) {
		return stored.holders - stored.leaving + (stored.unclaimed ? 1 : 0);
	}

	/** Its pages come back if nobody has it who does not let it go. */
	private static void tell(StoredFile stored) {
		boolean returns = stored.holders > 0 && stored.holders == stored.leaving && !stored.unclaimed;
		if (returns && !stored.returning) {
			stored.share().returns();
		}
		else if (!returns && stored.returning) {
			stored.share().stays();
		}
		stored.returning = returns;
	}

	synchronized Release leave(StoredFile stored, boolean announced) {
		stored.holders--;
		stored.leaving -= announced ? 1 : 0;
		if (stored.gone) {
			return Release.FREEING;
		}
		if (stored.holders > 0) {
			tell(stored);
			return Release.HELD;
		}
		if (stored.unclaimed && !this.closed) {
			this.idle.add(stored.entry());
			return Release.HELD;
		}
		remove(stored);
		return Release.LAST;
	}

	/** Whether it was known until now. */
	synchronized boolean unregister(StoredFile stored) {
		if (stored.gone) {
			return false;
		}
		remove(stored);
		return true;
	}

	synchronized boolean unregisterUnclaimed(StoredFile stored) {
		return stored.holders == 0 && stored.unclaimed && unregister(stored);
	}

	private void remove(StoredFile stored) {
		stored.gone = true;
		stored.share().returns();
		this.byObject.remove(stored.object(), stored);
		this.unchecked.remove(stored);
	}

	void givenUp(StoredFile stored, EvictionCause cause) {
		log.debug("{}, which an earlier process left, is given up: {}", stored.object(), cause);
		this.listener.evicted(stored.object().uri().toString(), cause, stored.object().size());
	}

	/**
	 * At the end: gives up what nobody has asked for, and keeps no more of that.
	 * @return completes when its memory is back at the kernel
	 */
	public CompletableFuture<Void> giveUp() {
		List<StoredFile> known;
		synchronized (this) {
			this.closed = true;
			known = List.copyOf(this.byObject.values());
		}
		this.verification.close();
		return CompletableFuture.allOf(known.stream()
			.filter(this::unregisterUnclaimed)
			.map(StoredFile::free)
			.toArray(CompletableFuture[]::new));
	}

	/**
	 * A file that is stored.
	 *
	 * @param file the file
	 * @param toFill whether the caller has to fill it
	 */
	record Claim(StoredFile file, boolean toFill) {
	}

}
