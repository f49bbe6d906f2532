package io.ossmc.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ossmc.ConnectorStats;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;

/**
 * The content of {@code /actuator/ossmc}. Field names are a contract: monitors read them.
 *
 * @param models by name
 * @param cache memory
 * @param fetch network
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OssmcDescriptor(Map<String, ModelDescriptor> models, CacheDescriptor cache, FetchDescriptor fetch) {

	static OssmcDescriptor of(OssModelConnector connector) {
		Map<String, ModelDescriptor> models = new LinkedHashMap<>();
		for (OssModel model : connector.models()) {
			models.put(model.name(), ModelDescriptor.of(model));
		}
		ConnectorStats stats = connector.stats();
		return new OssmcDescriptor(models, CacheDescriptor.of(stats.cache()), FetchDescriptor.of(stats.fetch()));
	}

	/**
	 * Memory; see {@link io.ossmc.ConnectorStats.Cache}.
	 *
	 * @param root the memory root
	 * @param pages kind of its pages
	 * @param maxBytes the budget
	 * @param usedBytes charged now
	 * @param lingeringBytes given up but still held by another process
	 * @param retainedBytes kept for the next region
	 * @param entries models and objects in memory
	 * @param leased of these, under lease
	 * @param hits uses that found their model in memory
	 * @param misses uses that had to fetch it
	 * @param evictions entries given up
	 * @param evictedBytes bytes given up
	 */
	public record CacheDescriptor(String root, String pages, long maxBytes, long usedBytes, long lingeringBytes,
			long retainedBytes, int entries, int leased, long hits, long misses, long evictions, long evictedBytes) {

		static CacheDescriptor of(ConnectorStats.Cache cache) {
			return new CacheDescriptor(cache.root().toString(), cache.pages(), cache.maxBytes(), cache.usedBytes(),
					cache.lingeringBytes(), cache.retainedBytes(), cache.entries(), cache.leased(), cache.hits(),
					cache.misses(), cache.evictions(), cache.evictedBytes());
		}

	}

	/**
	 * Network; see {@link io.ossmc.ConnectorStats.Fetch}.
	 *
	 * @param connections open now
	 * @param bytes received
	 * @param requests sent
	 * @param retries repeated
	 * @param throttled replies that asked to slow down
	 * @param crcMismatches objects whose bytes were wrong
	 * @param bytesPerSecond over the last seconds
	 * @param paused objects that wait now because OSS asked to slow down
	 */
	public record FetchDescriptor(int connections, long bytes, long requests, long retries, long throttled,
			long crcMismatches, long bytesPerSecond, int paused) {

		static FetchDescriptor of(ConnectorStats.Fetch fetch) {
			return new FetchDescriptor(fetch.connections(), fetch.bytes(), fetch.requests(), fetch.retries(),
					fetch.throttled(), fetch.crcMismatches(), fetch.bytesPerSecond(), fetch.paused());
		}

	}

}
