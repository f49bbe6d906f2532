package io.ossmc.connector;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

import com.aliyun.oss.OSS;
import io.ossmc.AddressStyle;
import io.ossmc.ModelSpec;
import io.ossmc.OssModelCredentials;
import io.ossmc.VerifyMode;
import io.ossmc.budget.IdleEntries;
import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.ConnectorThreads;
import org.jspecify.annotations.Nullable;

/**
 * What a connector is built from: every setting with its default, not checked yet
 * ({@link Wiring} does that). Not thread-safe.
 */
final class ConnectorSettings {

	@Nullable String endpoint;

	@Nullable String region;

	@Nullable Supplier<OssModelCredentials> credentials;

	@Nullable AddressStyle addressStyle;

	@Nullable OSS client;

	final Map<String, BucketSettings> buckets = new LinkedHashMap<>();

	final List<ModelSpec> models = new ArrayList<>();

	final List<OssModelListener> listeners = new ArrayList<>();

	@Nullable Path root;

	@Nullable Long maxSize;

	Duration admissionTimeout = Duration.ofMinutes(2);

	Duration retain = Duration.ofSeconds(30);

	Duration expireAfterAccess = Duration.ofMinutes(30);

	boolean leakDetection;

	boolean keepOnClose;

	String noProxy = "";

	/** Where idle models wait; tests have a clock of their own. */
	Function<Executor, IdleEntries> idle = IdleEntries::new;

	/** Where tasks run; tests have threads that do not start. */
	Supplier<ConnectorThreads> threads = ConnectorThreads::new;

	long partSize = 8L << 20;

	int minConnections = 4;

	int maxConnections = 64;

	Duration stallTimeout = Duration.ofSeconds(30);

	Duration giveUpAfter = Duration.ofMinutes(5);

	VerifyMode verify = VerifyMode.TRUE;

	@Nullable X509TrustManager trustManager;

	@Nullable URI proxy;

}
