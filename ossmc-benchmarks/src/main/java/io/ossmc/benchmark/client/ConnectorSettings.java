package io.ossmc.benchmark.client;

import java.nio.file.Path;
import java.time.Duration;

import io.ossmc.ConnectorStats;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.benchmark.server.Account;
import io.ossmc.connector.OssModelConnectorBuilder;

/**
 * The connector as the benchmarks use it: everything at its default but place, budget and
 * root, and what a sweep tries.
 */
public final class ConnectorSettings {

	private ConnectorSettings() {
	}

	/**
	 * A builder for the benchmarks' servers.
	 * @param endpoint of the server
	 * @param root the memory root
	 * @param budget in bytes
	 * @return the builder
	 */
	public static OssModelConnectorBuilder builder(String endpoint, Path root, long budget) {
		return OssModelConnectorBuilder.create()
			.endpoint(endpoint)
			.region(Account.REGION)
			.credentials(() -> new OssModelCredentials(Account.ID, Account.SECRET, null))
			.root(root)
			.maxSize(budget);
	}

	/**
	 * The same for a benchmark's client.
	 * @param task what it has to do
	 * @param root the memory root
	 * @return the builder, with a budget of three objects and the task's settings
	 */
	static OssModelConnectorBuilder builder(Task task, Path root) {
		OssModelConnectorBuilder builder = builder(task.endpoint().toString(), root, 3 * task.largest())
			.verify(task.verify());
		int connections = task.settings().number("connections", 0);
		return (connections == 0) ? builder : builder.minConnections(connections).maxConnections(connections);
	}

	/**
	 * Waits until the connector holds no memory.
	 * @param connector the connector
	 * @param retained whether what it keeps for the next object may stay
	 */
	public static void awaitFree(OssModelConnector connector, boolean retained) {
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (held(connector.stats().cache(), retained) > 0) {
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException("Memory is not given up: " + connector.stats().cache());
			}
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private static long held(ConnectorStats.Cache cache, boolean retained) {
		return cache.usedBytes() - (retained ? cache.retainedBytes() : 0);
	}

}
