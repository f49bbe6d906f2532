package io.ossmc.autoconfigure.event;

import io.ossmc.OssModelException;

/**
 * A newer version was looked for or fetched, in vain: the one that was serving serves on.
 *
 * @param model its name
 * @param version the version that serves on
 * @param error what went wrong and what to do
 */
public record OssmcModelRefreshFailedEvent(String model, String version,
		OssModelException error) implements OssmcModelEvent {
}
