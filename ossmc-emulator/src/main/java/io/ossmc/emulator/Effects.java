package io.ossmc.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All the parts of one {@link Reaction}, sorted by the moment at which they count.
 *
 * @param reaction the whole
 */
record Effects(Reaction reaction) {

	private <T extends Reaction> Stream<T> all(Class<T> type) {
		return this.reaction.parts().stream().filter(type::isInstance).map(type::cast);
	}

	Optional<OssError> error() {
		return all(Reaction.Status.class).reduce((first, second) -> second)
			.map((status) -> OssError.of(status.status(), status.code(), "Injected by the emulator's request hook.")
				.withHeaders(status.headers()));
	}

	Duration delay() {
		return all(Reaction.Delay.class).map(Reaction.Delay::time).reduce(Duration.ZERO, Duration::plus);
	}

	List<Reaction.Gate> gates() {
		return all(Reaction.Gate.class).toList();
	}

	/** Bytes a second; 0 if there is no throttle. */
	long throttle() {
		return all(Reaction.Throttle.class).mapToLong(Reaction.Throttle::bytesPerSecond).min().orElse(0);
	}

	Optional<Reaction.Cut> cut() {
		return all(Reaction.Cut.class).min(Comparator.comparingLong(Reaction.Cut::bodyBytes));
	}

	/** Positions in the object, ascending. */
	long[] corruptions() {
		return all(Reaction.Corrupt.class).mapToLong(Reaction.Corrupt::offset).sorted().distinct().toArray();
	}

	Optional<Reaction.Scripted> script() {
		return all(Reaction.Scripted.class).reduce((first, second) -> second);
	}

	/** The request as it is answered. */
	Request asked(Request request) {
		Map<String, String> query = new HashMap<>(request.query());
		all(Reaction.Query.class).forEach((other) -> other.parameters().forEach((name, value) -> {
			if (value.isEmpty()) {
				query.remove(name);
			}
			else {
				query.put(name, value);
			}
		}));
		return request.withQuery(query);
	}

	boolean ignoreRange() {
		return all(Reaction.IgnoreRange.class).findAny().isPresent();
	}

	boolean chunked() {
		return all(Reaction.Chunked.class).findAny().isPresent();
	}

	List<Reaction> headerChanges() {
		List<Reaction> changes = new ArrayList<>(this.reaction.parts());
		changes.removeIf((part) -> !(part instanceof Reaction.OmitHeader || part instanceof Reaction.ReplaceHeader));
		return changes;
	}

}
