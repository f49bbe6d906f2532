package io.ossmc.autoconfigure.event;

/**
 * A newer version took the place of the one that was serving.
 *
 * @param model its name
 * @param from the version before
 * @param to the version now
 */
public record OssmcModelRefreshedEvent(String model, String from, String to) implements OssmcModelEvent {
}
