package io.ossmc.autoconfigure.event;

import io.ossmc.spi.OssModelListener.EvictionCause;

/**
 * A model's memory was given up; the model is fetched again on its next use.
 *
 * @param model its name
 * @param cause why; {@link EvictionCause#REPLACED} is the version before a newer one
 * @param bytes how much
 */
public record OssmcModelEvictedEvent(String model, EvictionCause cause, long bytes) implements OssmcModelEvent {
}
