package io.ossmc.object;

import java.time.Duration;

import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.transfer.TransferEngine;

/**
 * What open objects share.
 *
 * @param engine fetches them
 * @param budget admits them
 * @param idle holds what nobody reads, and gives it up
 * @param memory gives them their regions
 * @param admissionTimeout how long a read waits for memory
 * @param threads run what follows admission and the verdict
 * @param evictions counts those that had to go
 */
public record ObjectServices(TransferEngine engine, MemoryBudget budget, IdleEntries idle, RetainedMemory memory,
		Duration admissionTimeout, ConnectorThreads threads, ObjectEvictions evictions) {
}
