package io.ossmc.autoconfigure.event;

import java.time.Duration;

/**
 * All files of a model are in memory, complete.
 *
 * @param model its name
 * @param bytes its size
 * @param duration from the start of the attempt
 */
public record OssmcModelReadyEvent(String model, long bytes, Duration duration) implements OssmcModelEvent {
}
