package io.ossmc.plan;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import io.ossmc.ObjectSummary;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssUri;
import io.ossmc.oss.OssErrors;
import io.ossmc.text.Amounts;
import io.ossmc.text.ServerText;
import io.ossmc.thread.Nanos;

/**
 * How much of one listing is kept, and how long it is followed: a listing has no end of
 * its own that could be relied on, and a plan is held in the heap. OSS may answer with
 * short pages, so that what counts is objects, bytes and time, and the length of pages
 * only when the time is over. For one listing, on one thread.
 */
public final class PlanLimits {

	/** Followed at most, kept or not: a thousand full pages. */
	static final int OBJECTS = 1_000_000;

	/** Kept at most; each takes about half a KiB beside its name. */
	static final int FILES = 250_000;

	/** Characters of all names that are kept at most; each is held twice. */
	static final long CHARACTERS = 32L << 20;

	/**
	 * Files that are counted beyond the budget, so that most errors can say what the
	 * whole model needs: ten full pages.
	 */
	static final int BEYOND = 10_000;

	/**
	 * Objects that a listing of more than its time has to have brought in each second of
	 * it, on average. A full page brings a thousand in less than one.
	 */
	static final int OBJECTS_PER_SECOND = 100;

	/** Objects that each page has to have brought then, on average. */
	static final int OBJECTS_PER_PAGE = 250;

	private final long budget;

	private final long time;

	private final LongSupplier nanoTime;

	private final long start;

	private long pages;

	private int objects;

	private int files;

	private int beyond;

	private long bytes;

	private long characters;

	/**
	 * The limits of a listing that begins now.
	 * @param budget bytes that all models together may take
	 * @param time for a listing that brings little
	 * @param nanoTime measures it
	 */
	public PlanLimits(long budget, Duration time, LongSupplier nanoTime) {
		this.budget = budget;
		this.time = Nanos.of(time);
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	/**
	 * One more object was listed.
	 * @param uri below which
	 * @throws io.ossmc.OssModelTransferException if there are too many
	 */
	void listed(OssUri uri) {
		if (++this.objects > OBJECTS) {
			throw OssErrors.endlessListing(uri, OBJECTS + " objects");
		}
	}

	/**
	 * There is another page to ask for. What has come to its end is never too slow.
	 * @param uri below which
	 * @throws io.ossmc.OssModelTransferException if objects come too slowly, or in too
	 * short pages, to be waited for
	 */
	void goesOn(OssUri uri) {
		this.pages++;
		long passed = this.nanoTime.getAsLong() - this.start;
		if (passed <= this.time) {
			return;
		}
		long seconds = TimeUnit.NANOSECONDS.toSeconds(passed);
		if (this.objects < Math.max(seconds * OBJECTS_PER_SECOND, this.pages * OBJECTS_PER_PAGE)) {
			throw OssErrors.endlessListing(uri,
					seconds + " s and " + this.pages + " pages for its first " + this.objects + " objects");
		}
	}

	/**
	 * One more file is kept.
	 * @param uri of the model
	 * @param file as it was listed
	 * @throws io.ossmc.OssModelTransferException if there are too many, or their names
	 * are too long
	 * @throws OssModelCapacityException if they cannot fit, however the listing ends
	 */
	void kept(OssUri uri, ObjectSummary file) {
		if (++this.files > FILES) {
			throw OssErrors.endlessListing(uri, FILES + " files");
		}
		this.characters += file.key().length();
		if (this.characters > CHARACTERS) {
			throw OssErrors.endlessListing(uri, CHARACTERS + " characters of names");
		}
		this.bytes = Amounts.sum(LongStream.of(this.bytes, file.size()));
		if (this.bytes > this.budget && ++this.beyond > BEYOND) {
			throw new OssModelCapacityException(
					"There is no room for " + ServerText.shown(uri.toString()) + ": its first " + this.files
							+ " files need " + Amounts.size(this.bytes) + " of memory, the whole budget is "
							+ Amounts.size(this.budget) + ".",
					"Raise ossmc.cache.max-size (and the container's memory limit), take fewer files (include, exclude), "
							+ "or let the model's URI name the directory of one model only.",
					true);
		}
	}

}
