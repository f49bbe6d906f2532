package io.ossmc.model;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.ossmc.PartMap;
import io.ossmc.plan.PlannedFile;
import io.ossmc.transfer.Transfer;
import io.ossmc.version.StoredFile;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way.
 *
 * @param file which
 * @param held where it will be, or is
 * @param transfer how it comes; null if it is there, or somebody else fetches it
 */
record FileFetch(PlannedFile file, StoredFile held, @Nullable Transfer transfer) {

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

	/** When there is something to be done about it, for better or worse. */
	CompletableFuture<?> ended() {
		return (this.transfer != null) ? this.transfer.done() : this.held.complete();
	}

	boolean failed() {
		return this.held.failed() || (this.transfer != null && this.transfer.done().isCompletedExceptionally());
	}

}
