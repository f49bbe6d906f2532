package io.ossmc.autoconfigure.event;

import java.time.Duration;

/**
 * A loader of the application built something from a model.
 *
 * @param model its name
 * @param duration how long the loader took
 */
public record OssmcModelLoadedEvent(String model, Duration duration) implements OssmcModelEvent {
}
