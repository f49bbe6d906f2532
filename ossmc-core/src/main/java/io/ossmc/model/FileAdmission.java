package io.ossmc.model;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.ossmc.ModelSpec;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.budget.Reservation;
import io.ossmc.plan.VersionPlan;
import io.ossmc.spi.OssModelListener.WaitedFor;
import io.ossmc.text.Amounts;
import io.ossmc.thread.Nanos;
import io.ossmc.thread.Wait;
import io.ossmc.version.VersionFiles;

/**
 * Gets a version its memory: holds what is in memory already, and reserves the rest.
 */
final class FileAdmission {

	private final String model;

	private final String holder;

	private final ModelServices services;

	private final Attempt attempt;

	private final Preparation.Way way;

	FileAdmission(ModelSpec spec, ModelServices services, Attempt attempt, Preparation.Way way) {
		this.model = spec.name();
		this.holder = "model " + this.model;
		this.services = services;
		this.attempt = attempt;
		this.way = way;
	}

	/**
	 * Afterwards each file is held, on its way, or ours to fill.
	 * @param plan the version
	 * @param files holds nothing yet; to be released by the caller in any case
	 * @throws io.ossmc.OssModelCapacityException if there is no room, now or in time
	 */
	void admit(VersionPlan plan, VersionFiles files) throws InterruptedException {
		if (files.allBytes() > budget().limit()) {
			// It will never fit, whatever of it is there: says so.
			budget().request(this.holder, files.allBytes()).close();
		}
		take(files);
		if (files.missing().isEmpty()) {
			return;
		}
		if (this.way == Preparation.Way.BESIDE) {
			claim(files, budget().requestNow(this.holder, files.missingBytes()));
			return;
		}
		try (Wait _ = new Wait(this.model, WaitedFor.ADMISSION, this.services.listener(), this.services.nanoTime())) {
			waitForMemory(files);
		}
	}

	private void waitForMemory(VersionFiles files) throws InterruptedException {
		Semaphore waiting = this.services.files().waiting();
		if (!waiting.tryAcquire()) {
			// Who does not yet wait for memory keeps none from others.
			long missing = files.missingBytes();
			files.release();
			this.attempt.waitFor("another model that waits for memory", () -> await(waiting, missing));
			take(files);
		}
		try {
			claim(files, budget().request(this.holder, files.missingBytes()));
		}
		finally {
			waiting.release();
		}
	}

	private void take(VersionFiles files) throws InterruptedException {
		long start = this.services.nanoTime().getAsLong();
		files.take();
		this.attempt.phase("verify", this.services.nanoTime().getAsLong() - start);
	}

	private void await(Semaphore waiting, long missing) throws InterruptedException {
		if (!waiting.tryAcquire(Nanos.of(this.services.admissionTimeout()), TimeUnit.NANOSECONDS)) {
			try (Reservation never = budget().request(this.holder, missing)) {
				throw never.tooLong(this.services.admissionTimeout());
			}
		}
	}

	private void claim(VersionFiles files, Reservation reservation) throws InterruptedException {
		// What others have begun to fetch meanwhile is given back at the end.
		try (reservation) {
			this.attempt.waitFor(Amounts.size(reservation.bytes()) + " of memory",
					() -> reservation.await(this.services.admissionTimeout()));
			budget().makeRoom();
			files.claim(reservation);
		}
	}

	private MemoryBudget budget() {
		return this.services.budget();
	}

}
