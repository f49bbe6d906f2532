package io.ossmc.version;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.ossmc.budget.IdleEntry;
import io.ossmc.place.ModelPlace;
import io.ossmc.plan.VersionPlan;
import io.ossmc.thread.Ending;
import org.jspecify.annotations.Nullable;

/**
 * One complete version of a model in memory. Lives until it is retired and its last lease
 * is closed, which {@link Idleness} decides; then its directory goes, and it lets go of
 * its files, which other versions may hold as well. Thread-safe.
 */
public final class ModelVersion implements Idleness.Memory {

	private final VersionPlan plan;

	private final Path directory;

	private final Map<String, StoredFile> files;

	/** Those that are open. */
	private final Set<VersionLease> leases = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> freed = new CompletableFuture<>();

	private final CompletableFuture<Void> retirement = new CompletableFuture<>();

	private @Nullable Idleness idleness;

	/** Whether its files have been told that it will let them go. */
	private volatile boolean leaving;

	private @Nullable AddedFiles added;

	/**
	 * Makes a version of what is published.
	 * @param plan what it consists of
	 * @param directory where its files have their names
	 * @param files by name; held, from now on by this version
	 */
	public ModelVersion(VersionPlan plan, Path directory, Map<String, StoredFile> files) {
		this.plan = plan;
		this.directory = directory;
		this.files = new LinkedHashMap<>(files);
	}

	public VersionPlan plan() {
		return this.plan;
	}

	public Path directory() {
		return this.directory;
	}

	/** Whether all bytes were compared with the checksums that OSS keeps. */
	public boolean verified() {
		return this.files.values().stream().allMatch(StoredFile::verified);
	}

	/** By name. */
	Map<String, StoredFile> files() {
		return this.files;
	}

	/** Real pages that nobody else has. */
	@Override
	public long freeable() {
		AddedFiles others = this.added;
		return this.files.values().stream().mapToLong(StoredFile::freeable).sum()
				+ ((others != null) ? others.freeable() : 0);
	}

	@Override
	public void parts(IdleEntry.Parts parts) {
		this.files.values().forEach((file) -> file.addTo(parts));
		AddedFiles others = this.added;
		if (others != null) {
			others.addTo(parts);
		}
	}

	@Override
	public boolean heldElsewhere() {
		return this.files.values().stream().anyMatch((file) -> file.region().heldElsewhere());
	}

	@Override
	public void returns() {
		this.leaving = true;
		this.files.values().forEach(StoredFile::leaving);
		AddedFiles others = this.added;
		if (others != null) {
			others.returns();
		}
	}

	/** Says who counts its users; before anybody sees it. */
	public void countedBy(Idleness counter) {
		this.idleness = counter;
	}

	/** Says who knows what others write into its directory; before anybody sees it. */
	public void watchedBy(AddedFiles files) {
		this.added = files;
	}

	public Idleness idleness() {
		return Objects.requireNonNull(this.idleness);
	}

	/**
	 * Takes a lease.
	 * @param revocable whether {@link #revoke()} takes it away
	 * @return null if the version is being given up: its {@link #retirement()} follows
	 */
	public @Nullable VersionLease lease(boolean revocable) {
		if (!idleness().enterLease()) {
			return null;
		}
		VersionLease lease = new VersionLease(this, revocable);
		this.leases.add(lease);
		if (idleness().ended()) {
			// Whoever revokes leases may have looked for them already.
			lease.close();
			return null;
		}
		return lease;
	}

	/** Leases that are in use, each as often as it is. */
	public int uses() {
		return this.leases.stream().mapToInt(VersionLease::uses).sum();
	}

	/** Leases of users, not those of loaded objects. */
	public int leases() {
		return (int) this.leases.stream().filter(VersionLease::revocable).count();
	}

	/** Waits until users have closed their leases. */
	public synchronized boolean awaitLeases(long nanos) {
		long deadline = System.nanoTime() + nanos;
		try {
			while (leases() > 0) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			return true;
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** Lets a lease go that was in use, or not. */
	void closed(VersionLease lease, boolean used) {
		synchronized (this) {
			this.leases.remove(lease);
			notifyAll();
		}
		if (used) {
			idleness().leave();
		}
		if (idleness().leaveLease()) {
			free();
		}
	}

	/**
	 * Gives the version up: no more leases; its memory goes with the last one.
	 * @return completes when its memory is back at the kernel, or only other processes
	 * keep it
	 */
	public CompletableFuture<Void> retire() {
		// What is not counted yet has never been seen by anybody.
		boolean last = this.idleness == null || this.idleness.letGo();
		this.retirement.complete(null);
		if (last) {
			free();
		}
		return this.freed;
	}

	/**
	 * Completes when its memory is back at the kernel, or only other processes keep it.
	 */
	public CompletableFuture<Void> freed() {
		return this.freed;
	}

	/** Completes when the model has let go of it, so that another one can come. */
	public CompletableFuture<Void> retirement() {
		return this.retirement;
	}

	/** Gives it up and takes leases away: their views throw from now on. */
	public CompletableFuture<Void> revoke() {
		Ending ending = new Ending("The leases of " + this.plan);
		ending.step(this::retire);
		List.copyOf(this.leases).stream().filter(VersionLease::revocable).forEach((lease) -> ending.step(lease::close));
		ending.report();
		return this.freed;
	}

	/**
	 * Names go before the pages, so that these are gone when it is said that they are.
	 */
	private void free() {
		AddedFiles others = this.added;
		Ending ending = new Ending("The names of " + this.plan);
		if (others != null) {
			ending.step(others::end);
		}
		ending.step(() -> ModelPlace.deleteVersion(this.directory, () -> {
			if (others != null) {
				others.release();
			}
		}));
		ending.report();
		VersionFiles.release(this.files.values(), this.leaving).whenComplete((_, error) -> {
			if (error != null) {
				this.freed.completeExceptionally(error);
			}
			else {
				this.freed.complete(null);
			}
		});
	}

}
