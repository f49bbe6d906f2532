package io.ossmc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.cache.Reservation;
import io.ossmc.region.SharedRegion;
import io.ossmc.store.ObjectStore;
import io.ossmc.thread.Waiting;
import io.ossmc.transfer.Transfer;
import io.ossmc.transfer.TransferRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to bring a model into memory: list, reserve, fill, verify, publish. Runs on one
 * thread from beginning to end; interrupting it ends it. Whatever goes wrong, nothing of
 * it stays.
 */
final class Preparation {

	private static final Logger log = LoggerFactory.getLogger(Preparation.class);

	/** How often an object may be overwritten under our hands before we say so. */
	private static final int MAX_PLANS = 10;

	private final ModelSpec spec;

	private final ModelPlace place;

	private final ModelServices services;

	private final Attempt attempt;

	private final Runnable admitted;

	/**
	 * Creates a try.
	 * @param spec the model
	 * @param place where its files go
	 * @param services what it needs
	 * @param attempt told how far it is
	 * @param admitted called when it has its memory
	 */
	Preparation(ModelSpec spec, ModelPlace place, ModelServices services, Attempt attempt, Runnable admitted) {
		this.spec = spec;
		this.place = place;
		this.services = services;
		this.attempt = attempt;
		this.admitted = admitted;
	}

	ModelVersion run() throws InterruptedException {
		this.place.claim();
		ObjectStore store = this.services.stores().of(OssUri.parse(this.spec.uri()).bucket());
		for (int plans = 1;; plans++) {
			this.attempt.requireWanted();
			VersionPlan plan = plan(store);
			try {
				return fetch(plan, store);
			}
			catch (OssModelChangedException | OssModelNotFoundException ex) {
				// What was listed a moment ago is another object now, or none.
				if (plans == MAX_PLANS) {
					throw ex;
				}
				log.info("Model {} changed while it was being fetched, beginning again: {}", this.spec.name(),
						ex.problem());
			}
		}
	}

	private VersionPlan plan(ObjectStore store) {
		long start = now();
		VersionPlan plan = VersionPlan.of(this.spec, store);
		this.attempt.plan(plan);
		this.attempt.phase("list", now() - start);
		log.info("Model {}: version {}, {} files, {} bytes at {}", this.spec.name(), plan.version(),
				plan.files().size(), plan.bytes(), plan.uri());
		return plan;
	}

	private ModelVersion fetch(VersionPlan plan, ObjectStore store) throws InterruptedException {
		long charge = plan.files().stream().mapToLong((file) -> this.place.charge(file.size())).sum();
		Reservation reservation = this.services.budget().request("model " + this.spec.name(), charge);
		Map<String, SharedRegion> regions = new LinkedHashMap<>();
		List<Transfer> transfers = new ArrayList<>();
		List<Path> directories = new ArrayList<>();
		boolean complete = false;
		try {
			reservation.await(this.services.admissionTimeout());
			this.services.budget().makeRoom();
			this.attempt.requireWanted();
			this.services.root().requireRoom("model " + this.spec.name(), charge);
			this.admitted.run();
			Path version = this.place.newVersion(plan.version());
			directories.add(version);
			Path staging = this.place.newStaging();
			directories.add(staging);
			for (PlannedFile file : plan.files()) {
				// Under its own name, which is what errors tell.
				Path staged = staging.resolve(file.name());
				Files.createDirectories(staged.getParent());
				regions.put(file.name(), SharedRegion.create(staged, file.size()));
			}
			this.place.show(version);
			ModelVersion result = fill(plan, store, regions, transfers, version, reservation);
			complete = true;
			FileTrees.delete(staging);
			return result;
		}
		catch (IOException ex) {
			throw new OssModelCapacityException(
					"The memory root " + this.services.owner().directory().getParent() + " cannot be used: " + ex + ".",
					"Check that it exists, is writable and has room; ossmc.cache.root sets another.", ex);
		}
		finally {
			if (!complete) {
				give(transfers);
				directories.forEach(this.place::hide);
				this.attempt.released(ModelVersion.release(regions.values(), directories, reservation));
			}
		}
	}

	private static void give(List<Transfer> transfers) {
		OssModelException reason = new OssModelTransferException("The fetch of the model was given up.",
				"Ask for the model again.");
		transfers.forEach((transfer) -> transfer.cancel(reason));
	}

	private ModelVersion fill(VersionPlan plan, ObjectStore store, Map<String, SharedRegion> regions,
			List<Transfer> transfers, Path version, Reservation reservation) throws InterruptedException, IOException {
		long start = now();
		List<TransferRequest> requests = plan.files()
			.stream()
			.map((file) -> new TransferRequest(file.uri(), file.size(), file.etag(), regions.get(file.name()), store,
					this.attempt.meter()::add))
			.toList();
		transfers.addAll(this.services.engine().submitAll(requests));
		List<FileFetch> fetches = new ArrayList<>();
		BlockingQueue<FileFetch> ended = new LinkedBlockingQueue<>();
		for (int i = 0; i < transfers.size(); i++) {
			PlannedFile file = plan.files().get(i);
			fetches.add(new FileFetch(file, regions.get(file.name()), transfers.get(i)));
		}
		this.attempt.fetching(fetches);
		fetches.forEach((fetch) -> fetch.transfer().done().whenComplete((_, _) -> ended.add(fetch)));
		boolean verified = true;
		long publishing = 0;
		long verifying = 0;
		for (int i = 0; i < fetches.size(); i++) {
			FileFetch fetch = ended.take();
			Transfer.Verdict verdict = Waiting.on(fetch.transfer().done(), fetch.file().name(), null);
			verified &= verdict.verified();
			verifying += verdict.nanos();
			long published = now();
			publish(fetch, version);
			publishing += now() - published;
		}
		this.attempt.phase("fetch", now() - start - publishing - verifying);
		this.attempt.phase("verify", verifying);
		this.attempt.phase("publish", publishing);
		return new ModelVersion(plan, version, verified, reservation, regions);
	}

	private void publish(FileFetch fetch, Path version) throws IOException {
		Path target = version.resolve(fetch.file().name());
		Files.createDirectories(target.getParent());
		fetch.region().publish(target);
		this.place.published(fetch.file().name());
		this.attempt.published(fetch.file().name(), target);
	}

	private long now() {
		return this.services.nanoTime().getAsLong();
	}

}
