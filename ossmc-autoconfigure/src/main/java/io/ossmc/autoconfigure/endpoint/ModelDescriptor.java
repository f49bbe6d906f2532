package io.ossmc.autoconfigure.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.PartMap;
import org.jspecify.annotations.Nullable;

/**
 * One model at {@code /actuator/ossmc}; see {@link ModelProgress} for the meaning of its
 * fields. Times and durations are ISO-8601 text, whatever the application's JSON settings
 * are.
 *
 * @param uri where it comes from
 * @param path the stable path
 * @param mode {@code EAGER} or {@code LAZY}
 * @param state where it is
 * @param version hash of keys and ETags
 * @param verified whether every byte was checked
 * @param totalBytes of all files
 * @param fetchedBytes in memory so far
 * @param bytesPerSecond over the last seconds
 * @param startedAt when the attempt began
 * @param readyAt when it became ready
 * @param etaSeconds estimated time left, rounded up
 * @param leases how many are open
 * @param failures attempts that failed since it was last ready
 * @param nextAttemptAt when it is tried again
 * @param error what went wrong and what to do
 * @param waitingFor what keeps it from going on at this moment
 * @param phases how long each stage took
 * @param load how it is with what is built from it; null if nothing is
 * @param next the version being fetched beside the current one
 * @param expireAfterAccess the model's own time without use after which it is given up
 * @param refreshInterval how often it is looked for a newer version
 * @param files each file
 * @param parts how the parts of large files are filling, by file; only where one model is
 * asked for, and while it is fetched
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ModelDescriptor(String uri, @Nullable String path, String mode, String state, @Nullable String version,
		boolean verified, long totalBytes, long fetchedBytes, long bytesPerSecond, @Nullable String startedAt,
		@Nullable String readyAt, @Nullable Long etaSeconds, int leases, int failures, @Nullable String nextAttemptAt,
		@Nullable String error, @Nullable String waitingFor, Map<String, String> phases, @Nullable LoadDescriptor load,
		@Nullable ModelDescriptor next, @Nullable String expireAfterAccess, @Nullable String refreshInterval,
		List<FileDescriptor> files, @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, PartMap> parts) {

	static ModelDescriptor of(OssModel model) {
		return of(model.progress(), model.spec(), Map.of());
	}

	/** With the maps of its parts. */
	static ModelDescriptor withParts(OssModel model) {
		return of(model.progress(), model.spec(), model.parts());
	}

	private static ModelDescriptor of(ModelProgress model, ModelSpec spec, Map<String, PartMap> parts) {
		Map<String, String> phases = new LinkedHashMap<>();
		model.phases().forEach((phase, duration) -> phases.put(phase, duration.toString()));
		return new ModelDescriptor(model.uri(), text(model.path()), model.mode().name(), model.state().name(),
				model.version(), model.verified(), model.totalBytes(), model.fetchedBytes(), model.bytesPerSecond(),
				text(model.startedAt()), text(model.readyAt()), etaSeconds(model), model.leases(), model.failures(),
				text(model.nextAttemptAt()), model.error(), model.waitingFor(), phases,
				(model.load() != null) ? LoadDescriptor.of(model.load()) : null,
				(model.next() != null) ? of(model.next(), spec, Map.of()) : null, text(spec.expireAfterAccess()),
				text(spec.refreshInterval()), model.files().stream().map(FileDescriptor::of).toList(), parts);
	}

	private static @Nullable String text(@Nullable Object value) {
		return Objects.toString(value, null);
	}

	private static @Nullable Long etaSeconds(ModelProgress model) {
		Duration eta = (model.state() == ModelState.READY) ? Duration.ZERO : model.eta();
		return (eta != null) ? eta.plusNanos(999_999_999).toSeconds() : null;
	}

	/**
	 * What the application builds from a model.
	 *
	 * @param state {@code LOADING}, {@code LOADED}, {@code FAILED}, or {@code ABSENT}
	 * until the next use
	 * @param failures since each loader last succeeded
	 * @param took how long the last load took
	 * @param nextAttemptAt when a loader that failed is tried again
	 * @param error what went wrong and what to do
	 */
	public record LoadDescriptor(String state, int failures, @Nullable String took, @Nullable String nextAttemptAt,
			@Nullable String error) {

		static LoadDescriptor of(ModelProgress.LoadProgress load) {
			return new LoadDescriptor(load.state().name(), load.failures(), text(load.took()),
					text(load.nextAttemptAt()), load.error());
		}

	}

	/**
	 * One file.
	 *
	 * @param name relative to the model's URI
	 * @param bytes its size
	 * @param fetchedBytes in memory so far
	 * @param state where it is
	 * @param etag which content
	 */
	public record FileDescriptor(String name, long bytes, long fetchedBytes, String state, String etag) {

		static FileDescriptor of(ModelProgress.FileProgress file) {
			return new FileDescriptor(file.name(), file.bytes(), file.fetchedBytes(), file.state().name(), file.etag());
		}

	}

}
