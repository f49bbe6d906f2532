package io.ossmc.loaded;

import java.time.Duration;

import io.ossmc.OssModel;
import io.ossmc.OssModelException;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.VersionLease;
import org.jspecify.annotations.Nullable;

/** A model as those see it that build objects from it. Thread-safe. */
public interface LoadSource extends OssModel {

	/**
	 * As {@link #lease()}.
	 * @param revocable whether closing the connector takes it away, or waits for it
	 */
	VersionLease take(boolean revocable);

	/** Whether leases are of that version now. */
	boolean isCurrent(ModelVersion version);

	/** An object was built: the model serves if no other one is missing. */
	void latchServing();

	/** One of the loaders ended. */
	void tellOfLoad(Duration took, @Nullable OssModelException error);

	/** It is closed, and is to be built no more. */
	void closed(Loaded<?> handle);

}
