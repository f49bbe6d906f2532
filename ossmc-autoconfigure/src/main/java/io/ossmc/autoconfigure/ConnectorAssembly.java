package io.ossmc.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.aliyun.oss.OSS;
import io.ossmc.ModelSpec;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssUri;
import io.ossmc.connector.OssModelConnectorBuilder;
import io.ossmc.connector.BucketSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/**
 * Carries properties, models and the chosen client to the builder. Touches neither
 * network nor disk.
 */
final class ConnectorAssembly {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc");

	private final OssModelConnectorBuilder builder = OssModelConnectorBuilder.create();

	private final List<ModelSpec> models;

	ConnectorAssembly(OssmcProperties properties, List<ModelSpec> models) {
		PropertyMapper map = PropertyMapper.get();
		map.from(properties.cache()::root).to(this.builder::root);
		map.from(properties.cache()::maxSize).as(DataSize::toBytes).to(this.builder::maxSize);
		map.from(properties.cache()::admissionTimeout).to(this.builder::admissionTimeout);
		map.from(properties.cache()::retain).to(this.builder::retain);
		map.from(properties.cache()::expireAfterAccess).to(this.builder::expireAfterAccess);
		map.from(properties.cache()::leakDetection).to(this.builder::leakDetection);
		map.from(properties.cache()::keepOnClose).to(this.builder::keepOnClose);
		map.from(properties.fetch()::partSize).as(DataSize::toBytes).to(this.builder::partSize);
		map.from(properties.fetch()::minConnections).to(this.builder::minConnections);
		map.from(properties.fetch()::maxConnections).to(this.builder::maxConnections);
		map.from(properties.fetch()::stallTimeout).to(this.builder::stallTimeout);
		map.from(properties.fetch()::giveUpAfter).to(this.builder::giveUpAfter);
		map.from(properties.fetch()::verify).to(this.builder::verify);
		map.from(properties.fetch()::proxy).whenHasText().as(ConnectorAssembly::proxy).to(this.builder::proxy);
		map.from(noProxy(properties.fetch())).to(this.builder::noProxy);
		this.models = models;
		models.forEach(this.builder::model);
	}

	/** What says it for all programs here counts where nobody says it for this one. */
	private static @Nullable String noProxy(OssmcProperties.Fetch fetch) {
		return Stream.of(fetch.noProxy(), System.getenv("NO_PROXY"), System.getenv("no_proxy"))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** Text until here: what cannot be bound is shown, and this may hold a password. */
	private static URI proxy(String text) {
		try {
			return new URI(text.strip());
		}
		catch (URISyntaxException _) {
			throw new OssModelConfigurationException("ossmc.fetch.proxy is not a URI.",
					"Set it to http://host:port or http://user:password@host:port, user and password percent-encoded.");
		}
	}

	OssModelConnectorBuilder builder() {
		return this.builder;
	}

	void source(OssmcConnectionDetails details, ObjectProvider<OSS> clients) {
		details.getBuckets().forEach(this.builder::bucket);
		warnOfIdleBuckets(details.getBuckets().keySet());
		this.builder.region(details.getRegion());
		this.builder.addressStyle(details.getAddressStyle());
		OSS client = (details instanceof EnvironmentConnectionDetails environment && !environment.isExplicit())
				? clients.getIfUnique() : null;
		if (client != null) {
			this.builder.client(client);
			logger.info("Models come through the application's OSS bean.");
			return;
		}
		this.builder.endpoint(details.getEndpoint());
		this.builder.credentials(details.getCredentials());
		this.models.forEach((spec) -> requireSource(spec, details));
		if (details.getEndpoint() != null) {
			logger.info("Models come from {} ({}).", details.getEndpoint(), details);
			if (details instanceof EnvironmentConnectionDetails environment && environment.isVariableWithoutScheme()) {
				logger.info("OSS_ENDPOINT has no scheme, which means https here and http to Alibaba's connector. "
						+ "Write http:// or https:// before it.");
			}
		}
		else if (!details.getBuckets().isEmpty()) {
			logger.info("Models come from where ossmc.buckets says, for {}.", details.getBuckets().keySet());
		}
	}

	/** Without models all that can be told is that code may open objects of them. */
	private void warnOfIdleBuckets(Set<String> buckets) {
		Set<String> used = this.models.stream()
			.map((spec) -> OssUri.parse(spec.uri()).bucket())
			.collect(Collectors.toCollection(TreeSet::new));
		if (used.isEmpty()) {
			return;
		}
		buckets.stream()
			.filter((bucket) -> !used.contains(bucket))
			.forEach((bucket) -> logger.warn("No model comes from the bucket {}, for which there are settings below "
					+ "ossmc.buckets. Models come from {}. Correct its name, unless code opens its objects by URI.",
					bucket, String.join(", ", used)));
	}

	private static void requireSource(ModelSpec spec, OssmcConnectionDetails details) {
		BucketSettings bucket = details.getBuckets().get(OssUri.parse(spec.uri()).bucket());
		requireSource(spec, "is no OSS endpoint to ask",
				"ossmc.endpoint (such as https://oss-cn-hangzhou-internal.aliyuncs.com)", "OSS_ENDPOINT",
				details.getEndpoint(), (bucket != null) ? bucket.endpoint() : null);
		requireSource(spec, "are no OSS credentials to ask with",
				"ossmc.credentials.access-key-id and ossmc.credentials.access-key-secret, or ossmc.credentials.file",
				"OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET", details.getCredentials(),
				(bucket != null) ? bucket.credentials() : null);
	}

	private static void requireSource(ModelSpec spec, String what, String keys, String variables,
			@Nullable Object general, @Nullable Object ofBucket) {
		if (general == null && ofBucket == null) {
			throw new OssModelConfigurationException(
					"The model \"" + spec.name() + "\" is to come from " + spec.uri() + ", but there " + what + ".",
					"Set " + keys + "; or " + variables
							+ " in the environment; or provide a single bean of type com.aliyun.oss.OSS.");
		}
	}

}
