package io.ossmc.version;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.ossmc.OssModelException;
import io.ossmc.budget.IdleEntry;
import io.ossmc.budget.Reservation;
import io.ossmc.memory.SharedRegion;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.root.FileNote;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.transfer.Transfer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object in memory, once, however many versions have a name for it. It is charged as
 * long as its pages are there: from the claim of whoever fills it until the last version
 * that holds it has let it go. Thread-safe; who holds it is counted under the lock of
 * {@link StoredFiles}.
 */
public final class StoredFile {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final StoredFiles files;

	private final ObjectVersion object;

	private final Reservation share;

	private final boolean inherited;

	private final CompletableFuture<Void> complete = new CompletableFuture<>();

	private final CompletableFuture<Void> freed = new CompletableFuture<>();

	/** How it is known to those who look for room, until a version has it. */
	private final IdleEntry entry = new Unclaimed();

	private volatile @Nullable SharedRegion region;

	private volatile @Nullable Transfer transfer;

	private volatile boolean verified;

	/** Whether somebody wanted to know whether it is right. */
	volatile boolean looked;

	// Guarded by the files.

	/** Versions, and preparations of versions. */
	int holders;

	/** Of these, who will let it go soon. */
	int leaving;

	/** Whether its pages are counted as coming back. */
	boolean returning;

	/** Found at the start, and not yet part of any version: kept though nobody has it. */
	boolean unclaimed;

	/** Nobody may come in any more. */
	boolean gone;

	/**
	 * Makes a file that is yet to be filled.
	 * @param files where it is counted
	 * @param object what it will be
	 * @param share of the budget, closed with its memory
	 */
	StoredFile(StoredFiles files, ObjectVersion object, Reservation share) {
		this(files, object, share, null);
	}

	/**
	 * As above, or one that an earlier process left.
	 * @param memory what it left
	 */
	StoredFile(StoredFiles files, ObjectVersion object, Reservation share, @Nullable SharedRegion memory) {
		this.files = files;
		this.object = object;
		this.share = share;
		this.region = memory;
		this.inherited = memory != null;
		this.unclaimed = this.inherited;
	}

	public ObjectVersion object() {
		return this.object;
	}

	IdleEntry entry() {
		return this.entry;
	}

	/** Whether an earlier process left it. */
	boolean wasLeft() {
		return this.inherited;
	}

	/** Its part of the budget. */
	Reservation share() {
		return this.share;
	}

	/** Real pages that come back if one of those who keep it lets it go. */
	long freeable() {
		return (this.files.keepers(this) == 1) ? this.share.bytes() : 0;
	}

	/** As a part of what somebody has. */
	void addTo(IdleEntry.Parts parts) {
		parts.add(this, this.share.bytes(), this.files.keepers(this));
	}

	/** One of those who have it will let it go soon. */
	void leaving() {
		this.files.leaving(this);
	}

	/**
	 * Whether its bytes were compared with the checksum that OSS keeps.
	 */
	boolean verified() {
		return this.verified;
	}

	/**
	 * Where it is, once there is such a place.
	 * @throws IllegalStateException if there is none yet
	 */
	public SharedRegion region() {
		SharedRegion there = this.region;
		if (there == null) {
			throw new IllegalStateException(this.object + " has no memory yet");
		}
		return there;
	}

	/**
	 * When it may be linked.
	 * @return completes exceptionally with an {@link OssModelException} if it never will
	 */
	public CompletableFuture<Void> complete() {
		return this.complete;
	}

	boolean isComplete() {
		return this.complete.isDone() && !this.complete.isCompletedExceptionally();
	}

	/**
	 * Whether the next connector may have it: it is right, or was left to this one, which
	 * never looked at it.
	 */
	boolean mayBeLeft() {
		return this.verified && isComplete() || this.inherited && !this.looked;
	}

	public boolean failed() {
		return this.complete.isCompletedExceptionally();
	}

	/** Bytes that are there. */
	public long fetched() {
		Transfer coming = this.transfer;
		return isComplete() ? this.object.size() : (coming != null) ? coming.fetched() : 0;
	}

	/** What keeps its bytes from coming; empty if nothing does. */
	public Optional<String> waitingFor() {
		Transfer coming = this.transfer;
		return (coming != null) ? coming.waitingFor() : Optional.empty();
	}

	/** Its memory, which is this file's to close from now on. */
	public void place(SharedRegion memory) {
		this.region = memory;
	}

	public void comesWith(Transfer coming) {
		this.transfer = coming;
	}

	/**
	 * Puts what was filled where it stays until nobody has it any more, without a name of
	 * any version yet. To be called once, before it is {@linkplain #publish published};
	 * not while it may be failed or released, which look where it is.
	 * @param verdict on its bytes
	 * @throws IOException if there is no place for it; then it is where it was
	 */
	void settle(Transfer.Verdict verdict) throws IOException {
		this.verified = verdict.verified();
		if (this.files.shares()) {
			Path data = this.files.shelf().newPlace();
			region().publish(data);
			if (verdict.verified()) {
				note(data, verdict.crc64());
			}
		}
	}

	/**
	 * Gives what has settled a version's name.
	 * @param name the first of its names, in an existing directory
	 */
	public void publish(Path name) {
		if (this.files.shares()) {
			region().link(name);
		}
		else {
			region().publish(name);
		}
		this.complete.complete(null);
		// With its parts, its URL and its locks it is more than all the rest of the file.
		this.transfer = null;
	}

	/** Only the next process misses it. */
	private void note(Path data, long crc64) {
		try {
			this.files.shelf()
				.note(data, new FileNote(this.object.uri().toString(), this.object.etag(), this.object.size(), crc64));
		}
		catch (IOException ex) {
			log.debug("There will be no adopting {}", this.object, ex);
		}
	}

	/** One more name, for another version. */
	public void link(Path name) {
		region().link(name);
	}

	/** Its bytes were found to be right. */
	void proven() {
		this.verified = true;
		this.complete.complete(null);
	}

	/**
	 * It will never be complete; those who counted on it are told, and its memory goes
	 * when those who write to it have left.
	 */
	void fail(OssModelException reason) {
		if (this.files.unregister(this)) {
			free();
			this.complete.completeExceptionally(reason);
		}
	}

	/**
	 * Lets go; the last one frees it, unless somebody may still ask for it.
	 * @param announced whether that was told before ({@link #leaving()})
	 * @return completes when its memory is back at the kernel, or at once if somebody has
	 * it
	 */
	CompletableFuture<Void> release(boolean announced) {
		return switch (this.files.leave(this, announced)) {
			case HELD -> CompletableFuture.completedFuture(null);
			case LAST -> free();
			case FREEING -> this.freed;
		};
	}

	/**
	 * Gives its memory back.
	 * @return completes when that is at the kernel
	 */
	CompletableFuture<Void> free() {
		SharedRegion there = this.region;
		if (there == null) {
			pagesGone();
			return this.freed;
		}
		Path data = there.path();
		boolean onShelf = this.files.isOnShelf(data);
		boolean stays = onShelf && this.files.leaveToNext(this, data);
		this.share.closeWhenFreed(there);
		there.close();
		if (onShelf && !stays) {
			this.files.shelf().discard(data);
		}
		// What only another process keeps stays charged, but nobody of ours waits for it.
		there.whenReleased().whenComplete((_, _) -> this.freed.complete(null));
		return this.freed;
	}

	private void pagesGone() {
		this.share.close();
		this.freed.complete(null);
	}

	@Override
	public String toString() {
		return this.object + ", " + this.holders + " holders";
	}

	/** What a dead connector left and nobody has asked for. */
	private final class Unclaimed implements IdleEntry {

		@Override
		public String name() {
			return StoredFile.this.object.toString();
		}

		@Override
		public long bytes() {
			return StoredFile.this.share.bytes();
		}

		@Override
		public Duration expireAfterAccess() {
			return StoredFile.this.files.expireAfterAccess();
		}

		@Override
		public boolean heldElsewhere() {
			return region().heldElsewhere();
		}

		@Override
		public boolean unused() {
			return true;
		}

		@Override
		public boolean claim() {
			return StoredFile.this.files.unregisterUnclaimed(StoredFile.this);
		}

		@Override
		public void giveUp(EvictionCause cause) {
			free();
			StoredFile.this.files.givenUp(StoredFile.this, cause);
		}

	}

}
