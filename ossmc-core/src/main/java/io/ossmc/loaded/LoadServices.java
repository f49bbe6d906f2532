package io.ossmc.loaded;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.ConnectorThreads;

/**
 * What objects that are built from models share.
 *
 * @param threads run what waits
 * @param listener told of waits
 * @param clock for timestamps
 * @param nanoTime for durations
 */
public record LoadServices(ConnectorThreads threads, OssModelListener listener, InstantSource clock,
		LongSupplier nanoTime) {
}
