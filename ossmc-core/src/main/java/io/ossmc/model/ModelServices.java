package io.ossmc.model;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.listing.Helpers;
import io.ossmc.oss.Stores;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.thread.Leaks;
import io.ossmc.transfer.TransferEngine;
import io.ossmc.version.StoredFiles;

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
 * @param helpers ask for the pages of listings
 * @param listener told of changes
 * @param admissionTimeout how long a model waits for memory
 * @param expireAfterAccess how long a lazy model may be idle that has no time of its own
 * @param pinned what stays in memory
 * @param leaks notices leases that are lost
 * @param clock for timestamps
 * @param nanoTime for durations
 */
public record ModelServices(Stores stores, TransferEngine engine, MemoryBudget budget, IdleEntries idle,
		MemoryRoot root, Owner owner, StoredFiles files, ConnectorThreads threads, Helpers helpers,
		OssModelListener listener, Duration admissionTimeout, Duration expireAfterAccess, PinnedSet pinned, Leaks leaks,
		InstantSource clock, LongSupplier nanoTime) {
}
