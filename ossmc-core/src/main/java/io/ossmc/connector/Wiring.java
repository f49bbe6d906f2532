package io.ossmc.connector;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.checksum.Crc64;
import io.ossmc.http.ForwardProxy;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.model.ModelServices;
import io.ossmc.model.PinnedSet;
import io.ossmc.object.ObjectEvictions;
import io.ossmc.object.ObjectServices;
import io.ossmc.oss.StoreSettings;
import io.ossmc.oss.Stores;
import io.ossmc.root.ContainerMemory;
import io.ossmc.root.DefaultBudget;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.spi.OssModelListener;
import io.ossmc.text.Amounts;
import io.ossmc.text.ServerText;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.thread.Ending;
import io.ossmc.thread.Leaks;
import io.ossmc.transfer.TransferEngine;
import io.ossmc.transfer.TransferSettings;
import io.ossmc.version.StoredFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a connector from a builder's settings. */
final class Wiring {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc");

	private static final Duration CONNECT = Duration.ofSeconds(5);

	private static final Duration IDLE = Duration.ofSeconds(30);

	private Wiring() {
	}

	/** Makes it, or throws and leaves nothing. */
	static OssModelConnector connector(OssModelConnectorBuilder builder) {
		Deque<Runnable> undo = new ArrayDeque<>();
		try {
			return connector(builder, undo);
		}
		catch (OutOfMemoryError ex) {
			giveUp(undo);
			// Several of its parts start a thread, of which there may be none to be had.
			throw new OssModelCapacityException("The connector cannot be built: " + ex.getMessage() + ".",
					"Raise the limit of threads (ulimit -u, the container's pids limit) or of memory, and build it again.",
					ex);
		}
		catch (Throwable ex) {
			giveUp(undo);
			throw ex;
		}
	}

	private static void giveUp(Deque<Runnable> undo) {
		Ending ending = new Ending("Giving up a connector that could not be built");
		undo.forEach(ending::step);
		ending.report();
	}

	/**
	 * Makes it.
	 * @param undo what has to be closed if this throws, the last first
	 */
	private static OssModelConnector connector(OssModelConnectorBuilder builder, Deque<Runnable> undo) {
		TransferSettings transfer = transfer(builder);
		ForwardProxy proxy = proxy(builder.proxy, builder.noProxy);
		StoreSettings defaults = new StoreSettings(builder.endpoint, builder.region, builder.credentials,
				builder.addressStyle);
		Map<String, StoreSettings> buckets = buckets(builder);
		SSLContext tls = tls(builder.trustManager);
		MemoryRoot root = MemoryRoot.open(builder.root, builder.maxSize);
		log.info("Memory root {}: {} pages; CRC-64 by {}", root, root.pages(), Crc64.implementation());
		RetainedMemory memory = new RetainedMemory(System::nanoTime);
		ConnectorThreads threads = builder.threads.get();
		undo.push(threads::close);
		IdleEntries idle = builder.idle.apply(threads.tasks());
		MemoryBudget budget = new MemoryBudget(limit(builder, root), memory, idle);
		Leaks leaks = new Leaks(builder.leakDetection);
		OssModelListener listener = new Listeners(builder.listeners);
		Owner owner = root.claim();
		undo.push(owner::close);
		StoredFiles files = new StoredFiles(owner, root, budget, idle, builder.expireAfterAccess, listener);
		undo.push(files::giveUp);
		RangeClient client = RangeClient.create(new HttpSettings(CONNECT, builder.stallTimeout, builder.maxConnections,
				IDLE, tls, HttpSettings::resolve, System::nanoTime, proxy));
		undo.push(client::close);
		Stores stores = new Stores(defaults, buckets, builder.client, client.requests(), builder.giveUpAfter,
				InstantSource.system(), System::nanoTime);
		undo.push(stores::close);
		TransferEngine engine = new TransferEngine(transfer, client, listener, System::nanoTime);
		threads.every(builder.retain.dividedBy(2), () -> memory.releaseUnusedFor(builder.retain));
		DefaultOssModelConnector connector = new DefaultOssModelConnector(
				new ModelServices(stores, engine, budget, idle, root, owner, files, threads, listener,
						builder.admissionTimeout, builder.expireAfterAccess, new PinnedSet(budget.limit()), leaks,
						InstantSource.system(), System::nanoTime),
				new ObjectServices(engine, budget, idle, memory, builder.admissionTimeout, threads,
						new ObjectEvictions(listener)),
				builder.keepOnClose);
		undo.clear();
		undo.push(connector::close);
		builder.models.forEach(connector::configure);
		return connector;
	}

	private static TransferSettings transfer(OssModelConnectorBuilder builder) {
		require(builder.partSize >= 64 << 10 && builder.partSize <= 1L << 30, "ossmc.fetch.part-size",
				Amounts.size(builder.partSize), "between 64KB and 1GB");
		require(builder.minConnections >= 1 && builder.minConnections <= builder.maxConnections
				&& builder.maxConnections <= 1024, "ossmc.fetch.min-connections and max-connections",
				builder.minConnections + " and " + builder.maxConnections, "1 ≤ min ≤ max ≤ 1024");
		require(builder.stallTimeout.isPositive(), "ossmc.fetch.stall-timeout", builder.stallTimeout.toString(),
				"a positive duration");
		require(builder.giveUpAfter.isPositive(), "ossmc.fetch.give-up-after", builder.giveUpAfter.toString(),
				"a positive duration");
		require(builder.retain.isPositive(), "ossmc.cache.retain", builder.retain.toString(), "a positive duration");
		require(builder.admissionTimeout.isPositive(), "ossmc.cache.admission-timeout",
				builder.admissionTimeout.toString(), "a positive duration");
		require(builder.expireAfterAccess.isPositive(), "ossmc.cache.expire-after-access",
				builder.expireAfterAccess.toString(), "a positive duration");
		return new TransferSettings(builder.partSize, builder.minConnections, builder.maxConnections,
				builder.stallTimeout, builder.giveUpAfter, builder.verify);
	}

	private static @Nullable ForwardProxy proxy(@Nullable URI uri, String exceptions) {
		if (uri == null) {
			return null;
		}
		try {
			ForwardProxy proxy = ForwardProxy.of(uri).except(exceptions);
			log.info("OSS is asked through the forward proxy {}{}", proxy,
					exceptions.isBlank() ? "" : ", except for hosts of " + ServerText.shown(exceptions));
			return proxy;
		}
		catch (IllegalArgumentException ex) {
			throw new OssModelConfigurationException(
					"ossmc.fetch.proxy is not the address of a forward proxy: " + ex.getMessage() + ".",
					"Set it to http://host:port or http://user:password@host:port, user and password percent-encoded.");
		}
	}

	private static void require(boolean right, String what, String value, String allowed) {
		if (!right) {
			throw new OssModelConfigurationException(what + " is " + value + ".", "Set it to " + allowed + ".");
		}
	}

	private static Map<String, StoreSettings> buckets(OssModelConnectorBuilder builder) {
		Map<String, StoreSettings> buckets = new LinkedHashMap<>();
		builder.buckets.forEach((bucket, settings) -> buckets.put(bucket, new StoreSettings(settings.endpoint(),
				settings.region(), settings.credentials(), settings.addressStyle())));
		return buckets;
	}

	private static @Nullable SSLContext tls(@Nullable X509TrustManager trust) {
		if (trust == null) {
			return null;
		}
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { trust }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long limit(OssModelConnectorBuilder builder, MemoryRoot root) {
		Long configured = builder.maxSize;
		if (configured != null) {
			require(configured > 0, "ossmc.cache.max-size", configured.toString(), "a positive size");
			return configured;
		}
		DefaultBudget budget = DefaultBudget.of(ContainerMemory.detect().limit(), Runtime.getRuntime().maxMemory(),
				root.capacity());
		log.info("Memory budget {}", Amounts.size(budget.bytes()));
		log.debug("The memory budget is {}", budget.explanation());
		return budget.bytes();
	}

}
