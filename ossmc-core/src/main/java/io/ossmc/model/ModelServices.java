package io.ossmc.model;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.ossmc.cache.IdleEntries;
import io.ossmc.cache.MemoryBudget;
import io.ossmc.region.MemoryRoot;
import io.ossmc.region.Owner;
import io.ossmc.spi.OssModelListener;
import io.ossmc.store.Stores;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.transfer.TransferEngine;

/**
 * What models share.
 *
 * @param stores where buckets are
 * @param engine moves bytes
 * @param budget limits memory
 * @param idle holds what nobody uses, and gives it up
 * @param root where files are
 * @param owner the connector's directory in it
 * @param files what is in memory
 * @param threads run what waits
 * @param listener told of changes
 * @param admissionTimeout how long a model waits for memory
 * @param clock for timestamps
 * @param nanoTime for durations
 */
public record ModelServices(Stores stores, TransferEngine engine, MemoryBudget budget, IdleEntries idle,
		MemoryRoot root, Owner owner, HeldFiles files, ConnectorThreads threads, OssModelListener listener,
		Duration admissionTimeout, InstantSource clock, LongSupplier nanoTime) {
}
