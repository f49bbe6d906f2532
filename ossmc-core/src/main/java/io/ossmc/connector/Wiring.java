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
import io.ossmc.listing.Helpers;
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

/** Makes a connector from its settings. */
final class Wiring {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc");

	private static final Duration CONNECT = Duration.ofSeconds(5);

	private static final Duration IDLE = Duration.ofSeconds(30);

	private Wiring() {
	}

	/** Makes it, or throws and leaves nothing. */
	static OssModelConnector connector(ConnectorSettings settings) {
		Deque<Runnable> undo = new ArrayDeque<>();
		try {
			return connector(settings, undo);
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
	private static OssModelConnector connector(ConnectorSettings settings, Deque<Runnable> undo) {
		TransferSettings transfer = transfer(settings);
		ForwardProxy proxy = proxy(settings.proxy, settings.noProxy);
		StoreSettings defaults = new StoreSettings(settings.endpoint, settings.region, settings.credentials,
				settings.addressStyle);
		Map<String, StoreSettings> buckets = buckets(settings);
		SSLContext tls = tls(settings.trustManager);
		MemoryRoot root = MemoryRoot.open(settings.root, settings.maxSize);
		log.info("Memory root {}: {} pages; CRC-64 by {}", root, root.pages(), Crc64.implementation());
		RetainedMemory memory = new RetainedMemory(System::nanoTime);
		ConnectorThreads threads = settings.threads.get();
		undo.push(threads::close);
		IdleEntries idle = settings.idle.apply(threads.tasks());
		MemoryBudget budget = new MemoryBudget(limit(settings, root), memory, idle);
		Leaks leaks = new Leaks(settings.leakDetection);
		OssModelListener listener = new Listeners(settings.listeners);
		Owner owner = root.claim();
		undo.push(owner::close);
		StoredFiles files = new StoredFiles(owner, root, budget, idle, settings.expireAfterAccess, listener);
		undo.push(files::giveUp);
		RangeClient client = RangeClient.create(new HttpSettings(CONNECT, settings.stallTimeout,
				settings.maxConnections, IDLE, tls, HttpSettings::resolve, System::nanoTime, proxy));
		undo.push(client::close);
		Stores stores = new Stores(defaults, buckets, settings.client, client.requests(), settings.giveUpAfter,
				InstantSource.system(), System::nanoTime);
		undo.push(stores::close);
		TransferEngine engine = new TransferEngine(transfer, client, listener, System::nanoTime);
		threads.every(settings.retain.dividedBy(2), () -> memory.releaseUnusedFor(settings.retain));
		DefaultOssModelConnector connector = new DefaultOssModelConnector(
				new ModelServices(stores, engine, budget, idle, root, owner, files, threads,
						new Helpers(threads.tasks(), settings.maxConnections), listener, settings.admissionTimeout,
						settings.expireAfterAccess, new PinnedSet(budget.limit()), leaks, InstantSource.system(),
						System::nanoTime),
				new ObjectServices(engine, budget, idle, memory, settings.admissionTimeout, threads,
						new ObjectEvictions(listener)),
				settings.keepOnClose);
		undo.clear();
		undo.push(connector::close);
		settings.models.forEach(connector::configure);
		return connector;
	}

	private static TransferSettings transfer(ConnectorSettings settings) {
		require(settings.partSize >= 64 << 10 && settings.partSize <= 1L << 30, "ossmc.fetch.part-size",
				Amounts.size(settings.partSize), "between 64KB and 1GB");
		require(settings.minConnections >= 1 && settings.minConnections <= settings.maxConnections
				&& settings.maxConnections <= 1024, "ossmc.fetch.min-connections and max-connections",
				settings.minConnections + " and " + settings.maxConnections, "1 ≤ min ≤ max ≤ 1024");
		require(settings.stallTimeout.isPositive(), "ossmc.fetch.stall-timeout", settings.stallTimeout.toString(),
				"a positive duration");
		require(settings.giveUpAfter.isPositive(), "ossmc.fetch.give-up-after", settings.giveUpAfter.toString(),
				"a positive duration");
		require(settings.retain.isPositive(), "ossmc.cache.retain", settings.retain.toString(), "a positive duration");
		require(settings.admissionTimeout.isPositive(), "ossmc.cache.admission-timeout",
				settings.admissionTimeout.toString(), "a positive duration");
		require(settings.expireAfterAccess.isPositive(), "ossmc.cache.expire-after-access",
				settings.expireAfterAccess.toString(), "a positive duration");
		return new TransferSettings(settings.partSize, settings.minConnections, settings.maxConnections,
				settings.stallTimeout, settings.giveUpAfter, settings.verify);
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

	private static Map<String, StoreSettings> buckets(ConnectorSettings settings) {
		Map<String, StoreSettings> buckets = new LinkedHashMap<>();
		settings.buckets.forEach((bucket, own) -> buckets.put(bucket,
				new StoreSettings(own.endpoint(), own.region(), own.credentials(), own.addressStyle())));
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

	private static long limit(ConnectorSettings settings, MemoryRoot root) {
		Long configured = settings.maxSize;
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
