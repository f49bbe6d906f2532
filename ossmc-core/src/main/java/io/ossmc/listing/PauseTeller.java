package io.ossmc.listing;

import java.util.Collection;
import java.util.Objects;

import io.ossmc.thread.Pauses;
import org.jspecify.annotations.Nullable;

/**
 * Tells the reader's caller, on the reader's thread, what the requests of others wait
 * for.
 */
final class PauseTeller {

	private @Nullable String told;

	/** What is waited for now; says the first of it, once. */
	void of(Collection<String> pauses) {
		String why = pauses.isEmpty() ? null : pauses.iterator().next();
		if (!Objects.equals(why, this.told)) {
			Pauses.tell(why);
			this.told = why;
		}
	}

}
