package io.ossmc.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.ossmc.PartMap;
import io.ossmc.plan.PlannedFile;
import io.ossmc.thread.Waiting;
import io.ossmc.transfer.Transfer;
import io.ossmc.transfer.Transfer.Verdict;
import io.ossmc.version.Settling;
import io.ossmc.version.StoredFile;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way.
 *
 * @param file which
 * @param held where it will be, or is
 * @param transfer how it comes; null if it is there, or somebody else fetches it
 * @param settled when what came is where it stays; null with the transfer
 */
record FileFetch(PlannedFile file, StoredFile held, @Nullable Transfer transfer,
		@Nullable CompletableFuture<Verdict> settled) {

	/** One that is there, or comes for somebody else. */
	static FileFetch shared(PlannedFile file, StoredFile held) {
		return new FileFetch(file, held, null, null);
	}

	/** One that comes for us, and settles on the thread that brings its end. */
	static FileFetch ours(PlannedFile file, StoredFile held, Transfer transfer, Settling settling) {
		held.comesWith(transfer);
		return new FileFetch(file, held, transfer,
				transfer.done().thenApply((verdict) -> settling.settle(held, verdict)));
	}

	long fetched() {
		return this.held.fetched();
	}

	/** Whether it comes, or came, for somebody else. */
	boolean byAnother() {
		return this.transfer == null;
	}

	/**
	 * What keeps it from coming.
	 * @return without a full stop; empty if nothing is in its way
	 */
	Optional<String> waitingFor() {
		Optional<String> obstacle = this.held.waitingFor();
		return byAnother() ? Optional.of("the fetch of " + this.file + " for another model"
				+ obstacle.map((what) -> " (" + what + ")").orElse("")) : obstacle;
	}

	/** How its parts are filling; empty if they come for somebody else, or it has one. */
	Optional<PartMap> map() {
		return Optional.ofNullable(this.transfer)
			.filter((coming) -> !coming.done().isDone())
			.map(Transfer::map)
			.filter((map) -> map.bytes() > map.partBytes());
	}

	/**
	 * Waits until what comes for us has settled.
	 * @return what was found out about it
	 * @throws IOException if there is no place for it
	 */
	Verdict verdict() throws IOException {
		try {
			return Waiting.on(Objects.requireNonNull(this.settled), this.file.toString(), null);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	/** When there is something to be done about it, for better or worse. */
	CompletableFuture<?> ended() {
		return (this.settled != null) ? this.settled : this.held.complete();
	}

	boolean failed() {
		return this.held.failed() || (this.settled != null && this.settled.isCompletedExceptionally());
	}

}
