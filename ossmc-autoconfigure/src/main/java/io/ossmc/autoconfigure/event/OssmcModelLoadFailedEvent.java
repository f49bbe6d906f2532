package io.ossmc.autoconfigure.event;

import java.time.Duration;

import io.ossmc.OssModelException;

/**
 * A loader of the application failed, though the model is there; it is tried again.
 *
 * @param model its name
 * @param error what went wrong and what to do
 * @param duration how long the loader took
 */
public record OssmcModelLoadFailedEvent(String model, OssModelException error,
		Duration duration) implements OssmcModelEvent {
}
