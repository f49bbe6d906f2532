package io.ossmc.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.ossmc.OssModelException;
import io.ossmc.budget.Reservation;
import io.ossmc.place.ModelPlace;
import io.ossmc.plan.PlannedFile;
import io.ossmc.plan.VersionPlan;
import io.ossmc.text.Amounts;

/**
 * The files of one version while it is being prepared: what is held already, what others
 * are just filling, and what is ours to fill. Used by one thread.
 */
public final class VersionFiles {

	private final StoredFiles files;

	private final VersionPlan plan;

	private final ModelPlace place;

	private final Map<String, StoredFile> taken = new LinkedHashMap<>();

	private final Set<StoredFile> ours = new LinkedHashSet<>();

	public VersionFiles(StoredFiles files, VersionPlan plan, ModelPlace place) {
		this.files = files;
		this.plan = plan;
		this.place = place;
	}

	/**
	 * Holds what is there. What an earlier process left is looked at before, so that what
	 * is taken here need not be asked for again.
	 */
	public void take() throws InterruptedException {
		this.files.outdated(this.plan.files());
		for (PlannedFile file : this.plan.files()) {
			if (!this.taken.containsKey(file.name())) {
				this.files.take(file).ifPresent((there) -> this.taken.put(file.name(), there));
			}
		}
		for (StoredFile file : List.copyOf(this.taken.values())) {
			if (file.wasLeft() && !isRight(file)) {
				this.taken.values().remove(file);
				file.release(false);
			}
		}
	}

	private static boolean isRight(StoredFile file) throws InterruptedException {
		try {
			file.complete().get();
			return true;
		}
		catch (ExecutionException _) {
			return false;
		}
	}

	/** What has to be asked for. */
	public List<PlannedFile> missing() {
		return this.plan.files().stream().filter((file) -> !this.taken.containsKey(file.name())).toList();
	}

	/** Real pages of what has to be asked for. */
	public long missingBytes() {
		return charge(missing());
	}

	/** Real pages of all of it. */
	public long allBytes() {
		return charge(this.plan.files());
	}

	/** Real pages of what is ours to fill. */
	public long oursBytes() {
		return charge(ours());
	}

	private long charge(List<PlannedFile> some) {
		return Amounts.sum(some.stream().mapToLong((file) -> this.place.charge(file.object().size())));
	}

	/**
	 * Takes what is missing upon us, but for what somebody else has taken meanwhile.
	 * @param reservation granted, enough for all of it
	 */
	public void claim(Reservation reservation) {
		for (PlannedFile file : missing()) {
			StoredFiles.Claim claim = this.files.claim(file, reservation, this.place.charge(file.object().size()));
			this.taken.put(file.name(), claim.file());
			if (claim.toFill()) {
				this.ours.add(claim.file());
			}
		}
	}

	/** By name, in the order of the plan. */
	public Map<String, StoredFile> all() {
		Map<String, StoredFile> ordered = new LinkedHashMap<>();
		this.plan.files().forEach((file) -> ordered.put(file.name(), get(file)));
		return ordered;
	}

	/** One of them. */
	public StoredFile get(PlannedFile file) {
		StoredFile there = this.taken.get(file.name());
		if (there == null) {
			throw new IllegalStateException(file + " is not held");
		}
		return there;
	}

	/** What is ours to fill, in the order of the plan. */
	public List<PlannedFile> ours() {
		return this.plan.files().stream().filter((file) -> isOurs(get(file))).toList();
	}

	/** Whether it is ours to fill. */
	public boolean isOurs(StoredFile file) {
		return this.ours.contains(file);
	}

	/** They are a version's from now on. */
	public void claimed() {
		this.files.claimed(this.taken.values());
	}

	/** What was ours to fill and is not complete never will be. */
	public void fail(OssModelException reason) {
		this.ours.stream().filter((file) -> !file.isComplete()).forEach((file) -> file.fail(reason));
	}

	/**
	 * Lets go of all of them.
	 * @return completes when the memory of those that nobody else has is back at the
	 * kernel
	 */
	public CompletableFuture<Void> release() {
		CompletableFuture<Void> all = release(this.taken.values(), false);
		this.taken.clear();
		return all;
	}

	/** One that cannot be let go keeps no other. */
	private static CompletableFuture<Void> release(StoredFile file, boolean announced) {
		try {
			return file.release(announced);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Lets files go.
	 * @param announced whether they were told before ({@link StoredFile#leaving()})
	 */
	public static CompletableFuture<Void> release(Iterable<StoredFile> files, boolean announced) {
		List<CompletableFuture<Void>> gone = new ArrayList<>();
		files.forEach((file) -> gone.add(release(file, announced)));
		return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new));
	}

}
