package io.ossmc.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.ossmc.cache.Reservation;
import io.ossmc.region.SharedRegion;

/**
 * One complete version of a model in memory. Lives until it is retired and its last lease
 * is closed; then its regions and its directory go, and when the pages are back at the
 * kernel, its reservation. Thread-safe.
 */
final class ModelVersion {

	private final VersionPlan plan;

	private final Path directory;

	private final boolean verified;

	private final Reservation reservation;

	private final Map<String, SharedRegion> regions;

	private final Set<VersionLease> leases = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> freed = new CompletableFuture<>();

	private boolean retired;

	private boolean freeing;

	ModelVersion(VersionPlan plan, Path directory, boolean verified, Reservation reservation,
			Map<String, SharedRegion> regions) {
		this.plan = plan;
		this.directory = directory;
		this.verified = verified;
		this.reservation = reservation;
		this.regions = new LinkedHashMap<>(regions);
	}

	VersionPlan plan() {
		return this.plan;
	}

	Path directory() {
		return this.directory;
	}

	boolean verified() {
		return this.verified;
	}

	Map<String, SharedRegion> regions() {
		return this.regions;
	}

	/**
	 * Takes a lease.
	 * @param revocable whether {@link #revoke()} takes it away
	 * @throws IllegalStateException if the version is retired
	 */
	synchronized VersionLease lease(boolean revocable) {
		if (this.retired) {
			throw new IllegalStateException("version " + this.plan.version() + " has been given up");
		}
		VersionLease lease = new VersionLease(this, revocable);
		this.leases.add(lease);
		return lease;
	}

	int leases() {
		return this.leases.size();
	}

	/** Waits until there are no more leases than these. */
	synchronized boolean awaitLeases(int most, long nanos) {
		long deadline = System.nanoTime() + nanos;
		try {
			while (this.leases.size() > most) {
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

	void closed(VersionLease lease) {
		synchronized (this) {
			notifyAll();
			if (!this.leases.remove(lease) || !this.retired || !this.leases.isEmpty() || this.freeing) {
				return;
			}
			this.freeing = true;
		}
		free();
	}

	/**
	 * Gives the version up: no more leases; its memory goes with the last one.
	 * @return completes when its memory is back at the kernel, or only other processes
	 * keep it
	 */
	CompletableFuture<Void> retire() {
		synchronized (this) {
			this.retired = true;
			if (!this.leases.isEmpty() || this.freeing) {
				return this.freed;
			}
			this.freeing = true;
		}
		free();
		return this.freed;
	}

	/** Gives it up and takes leases away: their views throw from now on. */
	CompletableFuture<Void> revoke() {
		retire();
		List.copyOf(this.leases).stream().filter(VersionLease::revocable).forEach(VersionLease::close);
		return this.freed;
	}

	private void free() {
		release(this.regions.values(), List.of(this.directory), this.reservation).whenComplete((_, error) -> {
			if (error != null) {
				this.freed.completeExceptionally(error);
			}
			else {
				this.freed.complete(null);
			}
		});
	}

	/** Gives back files, their directories and, when the pages are gone, the memory. */
	static CompletableFuture<Void> release(Iterable<SharedRegion> regions, List<Path> directories,
			Reservation reservation) {
		List<CompletableFuture<Void>> gone = new ArrayList<>();
		for (SharedRegion region : regions) {
			// Each file has its share: one that another process keeps does not hold back
			// the rest.
			reservation.split(region.charged()).closeWhenFreed(region);
			region.close();
			gone.add(region.whenReleased());
		}
		directories.forEach(FileTrees::delete);
		return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new))
			.whenComplete((_, _) -> reservation.close());
	}

}
