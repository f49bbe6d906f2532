package io.ossmc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.memory.RegionFiles;
import io.ossmc.oss.ObjectStore;
import io.ossmc.place.ModelPlace;
import io.ossmc.plan.PlanLimits;
import io.ossmc.plan.PlannedFile;
import io.ossmc.plan.VersionPlan;
import io.ossmc.text.Amounts;
import io.ossmc.text.ServerText;
import io.ossmc.thread.Pauses;
import io.ossmc.thread.Waiting;
import io.ossmc.transfer.Transfer;
import io.ossmc.transfer.TransferRequest;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.Settling;
import io.ossmc.version.StoredFile;
import io.ossmc.version.VersionFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to bring a model into memory: list, reserve, fill, verify, publish. What is in
 * memory already is linked and neither reserved nor fetched. Runs on one thread from
 * beginning to end; interrupting it ends it. Whatever goes wrong, nothing of it stays.
 */
final class Preparation {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	/** How often an object may be overwritten under our hands before we say so. */
	private static final int MAX_PLANS = 10;

	/**
	 * How often OSS may list what it then does not give. Whoever lists an object that was
	 * overwritten lists the new one.
	 */
	private static final int MAX_SAME_PLANS = 3;

	private final ModelSpec spec;

	private final ModelPlace place;

	private final ModelServices services;

	private final Attempt attempt;

	private final Terms terms;

	/**
	 * Creates a try.
	 * @param spec the model
	 * @param place where its files go
	 * @param services what it needs
	 * @param attempt told how far it is
	 * @param terms what is particular about it
	 */
	Preparation(ModelSpec spec, ModelPlace place, ModelServices services, Attempt attempt, Terms terms) {
		this.spec = spec;
		this.place = place;
		this.services = services;
		this.attempt = attempt;
		this.terms = terms;
	}

	/**
	 * Does it.
	 * @return the version; null if what is listed is not wanted
	 */
	@Nullable ModelVersion run() throws InterruptedException {
		this.place.claim();
		ObjectStore store = this.services.stores().of(OssUri.parse(this.spec.uri()).bucket());
		String refuted = "";
		int same = 0;
		for (int plans = 1;; plans++) {
			this.attempt.requireWanted();
			VersionPlan plan = plan(store);
			if (!this.terms.wanted(plan)) {
				return null;
			}
			try {
				return prepare(plan, store);
			}
			catch (OssModelChangedException | OssModelNotFoundException ex) {
				// What was listed a moment ago is another object now, or none.
				same = plan.version().equals(refuted) ? same + 1 : 1;
				refuted = plan.version();
				if (plans == MAX_PLANS || same == MAX_SAME_PLANS) {
					throw ex;
				}
				log.info("Model {} changed while it was being fetched, beginning again: {}", this.spec.name(),
						ex.problem());
			}
			catch (LostFileException ex) {
				if (plans == MAX_PLANS) {
					throw ex.reason;
				}
				log.info("Model {}: {} was being fetched for another model, which gave up; beginning again",
						this.spec.name(), ex.getMessage());
			}
		}
	}

	private VersionPlan plan(ObjectStore store) throws InterruptedException {
		long start = now();
		PlanLimits limits = new PlanLimits(this.services.budget().limit(), this.services.engine().giveUpAfter(),
				this.services.nanoTime());
		VersionPlan plan = Pauses.telling(this.attempt::waitsFor,
				() -> VersionPlan.of(this.spec, store, this.services.helpers(), limits));
		this.attempt.plan(plan);
		this.attempt.phase("list", now() - start);
		return plan;
	}

	private ModelVersion prepare(VersionPlan plan, ObjectStore store) throws InterruptedException, LostFileException {
		VersionFiles files = new VersionFiles(this.services.files(), plan, this.place);
		List<Transfer> transfers = new ArrayList<>();
		List<Path> directories = new ArrayList<>();
		Settling settling = new Settling();
		boolean complete = false;
		try {
			log.atInfo()
				.addKeyValue("model", this.spec.name())
				.addKeyValue("version", plan.version())
				.addKeyValue("bytes", plan.bytes())
				.log("Model {}: version {}, {}, {} at {}", this.spec.name(), plan.version(),
						Amounts.count(plan.files().size(), "file"), Amounts.size(plan.bytes()),
						ServerText.shown(plan.uri().toString()));
			plan.remarks().forEach((remark) -> log.warn("Model {}: {}", this.spec.name(), remark));
			this.terms.planned(plan);
			new FileAdmission(this.spec, this.services, this.attempt, this.terms.way()).admit(plan, files);
			this.attempt.requireWanted();
			this.services.root().requireRoom("model " + this.spec.name(), files.oursBytes());
			this.terms.admitted();
			Path version = this.place.newVersion(plan.version());
			directories.add(version);
			Path staging = this.place.newStaging();
			directories.add(staging);
			for (String directory : plan.directories()) {
				Files.createDirectories(version.resolve(directory));
				Files.createDirectories(staging.resolve(directory));
			}
			RegionFiles regions = RegionFiles.in(staging);
			for (PlannedFile file : files.ours()) {
				// Under its own name, which is what errors tell.
				files.get(file).place(regions.region(staging.resolve(file.name()), file.object().size()));
			}
			if (this.terms.way() == Way.ALONE) {
				this.place.show(version);
			}
			ModelVersion result = fill(plan, store, files, transfers, settling, version);
			files.claimed();
			complete = true;
			ModelPlace.deleteVersion(staging);
			return result;
		}
		catch (IOException ex) {
			throw this.services.root().unusable(ex);
		}
		finally {
			if (!complete) {
				this.attempt.released(giveUp(files, transfers, settling, directories));
			}
		}
	}

	/**
	 * Names go before the pages, so that these are gone when it is said that they are.
	 */
	private CompletableFuture<Void> giveUp(VersionFiles files, List<Transfer> transfers, Settling settling,
			List<Path> directories) {
		OssModelException reason = new OssModelTransferException(
				"The fetch of model " + this.spec.name() + " was given up.", "Ask for the model again.");
		this.services.engine().cancelAll(transfers, reason);
		settling.end();
		directories.forEach(this.place::hide);
		files.fail(reason);
		directories.forEach(ModelPlace::deleteVersion);
		return files.release();
	}

	private ModelVersion fill(VersionPlan plan, ObjectStore store, VersionFiles files, List<Transfer> transfers,
			Settling settling, Path version) throws InterruptedException, IOException, LostFileException {
		long start = now();
		transfers.addAll(this.services.engine()
			.submitAll(files.ours().stream().map((file) -> request(file, files, store)).toList()));
		List<FileFetch> fetches = fetches(plan, files, transfers, settling);
		this.attempt.files().fetching(fetches);
		BlockingQueue<FileFetch> ended = new LinkedBlockingQueue<>();
		fetches.forEach((fetch) -> fetch.ended().whenComplete((_, _) -> ended.add(fetch)));
		long publishing = 0;
		long verifying = 0;
		for (int i = 0; i < fetches.size(); i++) {
			FileFetch fetch = ended.take();
			long began = now();
			verifying += publish(fetch, version);
			publishing += now() - began;
		}
		this.attempt.files().complete();
		this.attempt.phase("fetch", now() - start - publishing - verifying);
		this.attempt.phase("verify", verifying);
		this.attempt.phase("publish", publishing);
		return new ModelVersion(plan, version, files.all());
	}

	private TransferRequest request(PlannedFile file, VersionFiles files, ObjectStore store) {
		return new TransferRequest(file.object(), file.crc64(), files.get(file).region(), store,
				this.attempt.meter()::add);
	}

	private static List<FileFetch> fetches(VersionPlan plan, VersionFiles files, List<Transfer> transfers,
			Settling settling) {
		Iterator<Transfer> ours = transfers.iterator();
		List<FileFetch> fetches = new ArrayList<>();
		for (PlannedFile file : plan.files()) {
			StoredFile held = files.get(file);
			fetches.add(files.isOurs(held) ? FileFetch.ours(file, held, ours.next(), settling)
					: FileFetch.shared(file, held));
		}
		return fetches;
	}

	/** Gives a complete file its name; returns how long its verdict took, in ns. */
	private long publish(FileFetch fetch, Path version) throws IOException, LostFileException {
		String name = fetch.file().name();
		Path target = version.resolve(name);
		long verdictNanos = 0;
		if (!fetch.byAnother()) {
			verdictNanos = fetch.verdict().nanos();
			fetch.held().publish(target);
		}
		else {
			requireShared(fetch.held());
			fetch.held().link(target);
		}
		if (this.terms.way() == Way.ALONE) {
			this.place.published(name);
		}
		this.attempt.files().published(name, target);
		return verdictNanos;
	}

	private static void requireShared(StoredFile file) throws LostFileException {
		try {
			Waiting.on(file.complete(), file.object().toString(), null);
		}
		catch (OssModelException ex) {
			throw new LostFileException(file, ex);
		}
	}

	private long now() {
		return this.services.nanoTime().getAsLong();
	}

	/** What is particular about a try. Called on its thread. */
	interface Terms {

		/** Whether to fetch what is listed. */
		default boolean wanted(VersionPlan plan) {
			return true;
		}

		/** It will be fetched, unless this throws. */
		void planned(VersionPlan plan) throws InterruptedException;

		/** The memory is there. */
		void admitted();

		Way way();

	}

	/** How a version comes into the world. */
	enum Way {

		/** There is no other: its place shows its files as they come. */
		ALONE,

		/**
		 * Another one is serving: takes only memory that is there now, and leaves it to
		 * others to show it.
		 */
		BESIDE

	}

	/** What somebody else was fetching for us as well will not come. */
	private static final class LostFileException extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient OssModelException reason;

		LostFileException(StoredFile file, OssModelException reason) {
			super(file.object().toString(), reason);
			this.reason = reason;
		}

	}

}
