package io.ossmc.autoconfigure.event;

import java.time.Duration;

import io.ossmc.OssModelException;

/**
 * An attempt to prepare a model failed; another one may follow.
 *
 * @param model its name
 * @param error what went wrong and what to do
 * @param duration from the start of the attempt
 */
public record OssmcModelFailedEvent(String model, OssModelException error,
		Duration duration) implements OssmcModelEvent {
}
