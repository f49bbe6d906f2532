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
			StoredFile held = new StoredFile(this, object, reserve(object, charge), region);
			this.byObject.put(object, held);
			this.unchecked.put(held, file.note().crc64());
			this.idle.add(held.entry());
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
	boolean leaveToNext(StoredFile held, Path data) {
		Estate next = this.estate;
		return next != null && held.mayBeLeft() && next.add(data, held.object().size());
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
		StoredFile held = this.byObject.get(file.object());
		if (held == null) {
			return Optional.empty();
		}
		held.holders++;
		tell(held);
		if (held.unclaimed) {
			this.idle.take(held.entry());
		}
		Long crc = this.unchecked.remove(held);
		if (crc != null) {
			held.looked = true;
			this.verification.begin(held, crc);
		}
		return Optional.of(held);
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
			for (StoredFile held : this.byObject.values()) {
				ObjectVersion now = current.get(held.object().uri());
				if (held.unclaimed && now != null && !now.equals(held.object())) {
					old.add(held);
				}
			}
		}
		old.forEach((held) -> {
			this.idle.take(held.entry());
			if (held.entry().claim()) {
				held.entry().giveUp(EvictionCause.REPLACED);
			}
		});
	}

	/** These are part of a version now, and go with the last one that has them. */
	synchronized void claimed(Iterable<StoredFile> held) {
		held.forEach((file) -> file.unclaimed = false);
	}

	/** One of those who have it will let it go soon. */
	synchronized void leaving(StoredFile held) {
		held.leaving++;
		tell(held);
	}

	/**
	 * Who has it and has not said that he will let it go; also the shelf, as long as it
	 * is unclaimed.
	 */
	synchronized int keepers(StoredFile held) {
		return held.holders - held.leaving + (held.unclaimed ? 1 : 0);
	}

	/** Its pages come back if nobody has it who does not let it go. */
	private static void tell(StoredFile held) {
		boolean returns = held.holders > 0 && held.holders == held.leaving && !held.unclaimed;
		if (returns && !held.returning) {
			held.share().returns();
		}
		else if (!returns && held.returning) {
			held.share().stays();
		}
		held.returning = returns;
	}

	synchronized Release leave(StoredFile held, boolean announced) {
		held.holders--;
		held.leaving -= announced ? 1 : 0;
		if (held.gone) {
			return Release.FREEING;
		}
		if (held.holders > 0) {
			tell(held);
			return Release.HELD;
		}
		if (held.unclaimed && !this.closed) {
			this.idle.add(held.entry());
			return Release.HELD;
		}
		remove(held);
		return Release.LAST;
	}

	/** Whether it was known until now. */
	synchronized boolean unregister(StoredFile held) {
		if (held.gone) {
			return false;
		}
		remove(held);
		return true;
	}

	synchronized boolean unregisterUnclaimed(StoredFile held) {
		return held.holders == 0 && held.unclaimed && unregister(held);
	}

	private void remove(StoredFile held) {
		held.gone = true;
		held.share().returns();
		this.byObject.remove(held.object(), held);
		this.unchecked.remove(held);
	}

	void givenUp(StoredFile held, EvictionCause cause) {
		log.debug("{}, which an earlier process left, is given up: {}", held.object(), cause);
		this.listener.evicted(held.object().uri().toString(), cause, held.object().size());
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
	 * A file that is held.
	 *
	 * @param file the file
	 * @param toFill whether the caller has to fill it
	 */
	record Claim(StoredFile file, boolean toFill) {
	}

}
