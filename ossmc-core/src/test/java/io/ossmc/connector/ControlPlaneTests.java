package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.X509TrustManager;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import io.ossmc.ListOptions;
import io.ossmc.ModelLease;
import io.ossmc.ModelSpec;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModel;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.OssUri;
import io.ossmc.emulator.HandledRequest;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.http.Certificates;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.oss.StoreSettings;
import io.ossmc.oss.Stores;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Listings, and where buckets are and who asks. */
@Timeout(60)
class ControlPlaneTests {

	private static final List<String> ODD = List.of("a b", "a+b", "a%20b", "a%b", "a&b=c#d?e", "a\\b", "a'\"b",
			"a<b>&amp;", "a//b", "a/./b", "a/../b", "/leading", "?question", "tab\tnew\nline\rreturn",
			"bell\u0007\u0001nul\u0000", "é\u0301ü", "日本語", "\ud83d\ude00", "~!@$^*()_-={}[]|;:,.");

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void pagesAreAskedForAsTheStreamIsConsumed() {
		List<String> keys = putMany();
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			Stream<ObjectSummary> listing = connector.list("oss://models/many/");
			assertThat(listings()).as("nothing is asked before the first element is wanted").isEmpty();
			assertThat(listing.map(ObjectSummary::key)).containsExactlyElementsOf(keys);
			assertThat(listings()).as("four pages, and where there might have been more").hasSizeBetween(4, 12);
		}
	}

	@Test
	void aStreamClosedEarlyAsksForNoMorePages() {
		List<String> keys = putMany();
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			try (Stream<ObjectSummary> listing = connector.list("oss://models/many/")) {
				Iterator<ObjectSummary> iterator = listing.iterator();
				for (int i = 0; i < 1000; i++) {
					assertThat(iterator.next().key()).isEqualTo(keys.get(i));
				}
			}
			assertThat(listings()).as("the second page was not needed").hasSize(1);
			assertThat(connector.list("oss://models/many/").limit(10)).hasSize(10);
			assertThat(connector.list("oss://models/many/").findFirst()).isPresent();
			assertThat(listings()).hasSize(3);
		}
	}

	@Test
	void aPageThatFailsIsAnErrorOfTheStreamAndNotAShorterListing() {
		putMany();
		List<String> seen = new ArrayList<>();
		this.oss.emulator()
			.requestHook((request) -> request.query().containsKey("start-after") ? Reaction.status(403, "AccessDenied")
					: Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			Stream<ObjectSummary> listing = connector.list("oss://models/many/");
			assertThatExceptionOfType(OssModelAccessException.class)
				.isThrownBy(() -> listing.forEach((summary) -> seen.add(summary.key())))
				.withMessageContaining("oss:ListObjects");
			assertThat(seen).hasSize(1000);
		}
	}

	@Test
	void startAfterSkipsKeysOnEveryPage() {
		List<String> keys = putMany();
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.list("oss://models/many/", ListOptions.recursive().after(keys.get(1233)))
				.map(ObjectSummary::key)).containsExactlyElementsOf(keys.subList(1234, keys.size()));
			assertThat(connector.list("oss://models/many/", ListOptions.recursive().after("many/key-zzz"))).isEmpty();
			assertThat(connector.list("oss://models/many/", ListOptions.recursive().after("a")).map(ObjectSummary::key))
				.containsExactlyElementsOf(keys);
		}
	}

	@Test
	void oneLevelShowsFoldersInTheOrderOfKeysOverManyPages() {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 1500; i++) {
			this.oss.bucket().put("tree/%04d-folder/inside".formatted(i), new byte[1]);
			this.oss.bucket().put("tree/%04d-folder/sub/deeper".formatted(i), new byte[1]);
			this.oss.bucket().put("tree/%04d-object".formatted(i), new byte[2]);
			expected.add("tree/%04d-folder/".formatted(i));
			expected.add("tree/%04d-object".formatted(i));
		}
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			List<ObjectSummary> listed = connector.list("oss://models/tree/", ListOptions.oneLevel()).toList();
			assertThat(listed).extracting(ObjectSummary::key).containsExactlyElementsOf(expected);
			assertThat(listed)
				.allSatisfy((summary) -> assertThat(summary.folder()).isEqualTo(summary.key().endsWith("/")));
			assertThat(connector.list("oss://models/tree/", ListOptions.oneLevel().after("tree/1498-object"))
				.map(ObjectSummary::key)).containsExactly("tree/1499-folder/", "tree/1499-object");
		}
	}

	@Test
	void whatIsListedIsComplete() {
		this.oss.put("dir/file", 1234);
		this.oss.bucket().storageClass("dir/file", "IA");
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("dir/file"))) {
			ObjectSummary summary = connector.list("oss://models/dir/").findFirst().orElseThrow();
			assertThat(summary.uri()).isEqualTo("oss://models/dir/file");
			assertThat(summary.size()).isEqualTo(1234);
			assertThat(summary.etag()).isEqualTo(object.etag()).doesNotContain("\"");
			assertThat(summary.storageClass()).isEqualTo("IA");
			assertThat(summary.lastModified()).isBetween(Instant.now().minus(Duration.ofMinutes(5)),
					Instant.now().plusSeconds(5));
			assertThat(summary.folder()).isFalse();
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void keysWithOddCharactersAreListedAndCanBeOpened(@Nullable String region) {
		ODD.forEach((key) -> this.oss.put("odd/" + key, 100));
		try (OssModelConnector connector = this.oss.connector(this.directory).region(region).build()) {
			List<ObjectSummary> listed = connector.list("oss://models/odd/").toList();
			assertThat(listed).extracting((summary) -> summary.key().substring(4))
				.containsExactlyInAnyOrderElementsOf(ODD);
			for (ObjectSummary summary : listed) {
				try (OssObject object = connector.open(summary.uri())) {
					assertThat(object.segment().byteSize()).as(summary.uri()).isEqualTo(100);
				}
			}
			for (String key : ODD) {
				assertThat(connector.list("oss://models/odd/" + key).map(ObjectSummary::key)).as("prefix %s", key)
					.contains("odd/" + key);
				assertThat(connector.list("oss://models/odd/", ListOptions.recursive().after("odd/" + key))
					.map(ObjectSummary::key)).as("after %s", key)
					.doesNotContain("odd/" + key)
					.hasSize((int) listed.stream().filter((other) -> after(other.key(), "odd/" + key)).count());
			}
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void keysThatBeginOddlyCanBeOpened(@Nullable String region) {
		List<String> keys = List.of("/leading", "?question", "\\backslash", "..", ".", " ", "+", "%2F",
				"x".repeat(1023));
		keys.forEach((key) -> this.oss.put(key, 100));
		try (OssModelConnector connector = this.oss.connector(this.directory).region(region).build()) {
			assertThat(connector.list("oss://models/").map(ObjectSummary::key))
				.containsExactlyInAnyOrderElementsOf(keys);
			for (String key : keys) {
				try (OssObject object = connector.open(Oss.uri(key))) {
					assertThat(object.segment().byteSize()).as(key).isEqualTo(100);
				}
			}
		}
	}

	@Test
	void aPrefixWithoutObjectsIsEmptyAndABucketThatIsMissingIsAnError() {
		this.oss.put("object", 1);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.list("oss://models/nothing/here/")).isEmpty();
			assertThat(connector.list("oss://models/nothing/", ListOptions.oneLevel())).isEmpty();
			assertThat(connector.list("oss://models").map(ObjectSummary::key)).containsExactly("object");
			assertThatExceptionOfType(OssModelNotFoundException.class)
				.isThrownBy(() -> connector.list("oss://no-such-bucket/").toList())
				.withMessageContaining("no bucket \"no-such-bucket\"");
			assertThatExceptionOfType(OssModelConfigurationException.class)
				.isThrownBy(() -> connector.list("s3://models/"))
				.withMessageContaining("oss://bucket/key");
		}
	}

	@Test
	void aBucketMayLieElsewhereWithOtherCredentials() throws Exception {
		byte[] here = this.oss.put("model/file", 100_000);
		try (OssEmulator elsewhere = OssEmulator.builder()
			.region("cn-beijing")
			.credentials("other-id", "other-secret", "other-token")
			.start()) {
			elsewhere.bucket("archive").put("model/file", new byte[] { 1, 2, 3 });
			try (OssModelConnector connector = this.oss.connector(this.directory)
				.bucket("archive",
						new BucketSettings(elsewhere.endpoint().toString(), "cn-beijing",
								() -> new OssModelCredentials("other-id", "other-secret", "other-token")))
				.build()) {
				OssModel there = connector.prepareDirectory("oss://archive/model/", this.directory.resolve("there"),
						(options) -> options.name("there"));
				OssModel ours = connector.prepareDirectory("oss://models/model/", this.directory.resolve("ours"));
				try (ModelLease first = there.lease(); ModelLease second = ours.lease()) {
					assertThat(first.path("file")).hasBinaryContent(new byte[] { 1, 2, 3 });
					assertThat(second.path("file")).hasBinaryContent(here);
				}
				assertThat(elsewhere.requests()).extracting(HandledRequest::bucket).containsOnly("archive");
				assertThat(this.oss.emulator().requests()).extracting(HandledRequest::bucket).containsOnly("models");
			}
			try (OssModelConnector connector = this.oss.connector(this.directory)
				.bucket("archive", new BucketSettings(elsewhere.endpoint().toString(), null, null))
				.build()) {
				assertThatExceptionOfType(OssModelAccessException.class).as("the connector's own key is unknown there")
					.isThrownBy(() -> connector.open("oss://archive/model/file"));
			}
		}
	}

	@Test
	void onlyTheCredentialsOfABucketMayDiffer() {
		byte[] content = this.oss.put("file", 1000);
		this.oss.emulator().credentials("bucket-id", "bucket-secret");
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.credentials(null)
			.bucket(Oss.BUCKET,
					new BucketSettings(null, null, () -> new OssModelCredentials("bucket-id", "bucket-secret", null)))
			.build(); OssObject object = connector.open(Oss.uri("file"))) {
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
			assertThatExceptionOfType(OssModelConfigurationException.class)
				.isThrownBy(() -> connector.open("oss://another-bucket/file"))
				.withMessageContaining("No OSS credentials")
				.withMessageContaining("another-bucket");
		}
	}

	@Test
	void aClientOfTheUsersIsUsedAsItIsAndStaysOpen() throws Exception {
		byte[] content = this.oss.put("model/sub/b c+d%é.bin", 3_000_000);
		for (SignVersion version : new SignVersion[] { SignVersion.V1, SignVersion.V4 }) {
			ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
			configuration.setSignatureVersion(version);
			OSS client = OSSClientBuilder.create()
				.endpoint(this.oss.emulator().endpoint().toString())
				.region(this.oss.emulator().region())
				.credentialsProvider(new DefaultCredentialProvider(Oss.KEY_ID, Oss.SECRET))
				.clientConfiguration(configuration)
				.build();
			try {
				this.oss.emulator().resetStatistics();
				try (OssModelConnector connector = OssModelConnectorBuilder.create()
					.client(client)
					.root(this.directory.resolve("root"))
					.maxSize(64L << 20)
					.partSize(1 << 20)
					.build()) {
					try (ModelLease lease = connector
						.prepareDirectory("oss://models/model/", this.directory.resolve("place"))
						.lease()) {
						assertThat(lease.path("sub/b c+d%é.bin")).hasBinaryContent(content);
					}
					assertThat(connector.list("oss://models/")).hasSize(1);
				}
				assertThat(this.oss.gets()).hasSize(3)
					.allSatisfy((get) -> assertThat(get.request().query())
						.containsKey((version == SignVersion.V1) ? "Signature" : "x-oss-signature"));
				assertThat(client.listObjectsV2("models").getKeyCount()).as("not shut down").isEqualTo(1);
			}
			finally {
				client.shutdown();
			}
		}
	}

	@Test
	void aBucketWithSettingsOfItsOwnIsNotAskedThroughTheUsersClient() {
		byte[] content = this.oss.put("file", 1000);
		OSS client = OSSClientBuilder.create()
			.endpoint("http://127.0.0.1:9")
			.credentialsProvider(new DefaultCredentialProvider("nobody", "nothing"))
			.build();
		try (OssModelConnector connector = OssModelConnectorBuilder.create()
			.client(client)
			.root(this.directory.resolve("root"))
			.maxSize(64L << 20)
			.bucket(Oss.BUCKET,
					new BucketSettings(this.oss.emulator().endpoint().toString(), this.oss.emulator().region(),
							() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null)))
			.build(); OssObject object = connector.open(Oss.uri("file"))) {
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void anEndpointWithoutSchemeIsAskedByHttps() {
		this.oss.put("object", 10);
		String bare = "127.0.0.1:" + this.oss.emulator().port();
		try (OssModelConnector connector = this.oss.connector(this.directory).endpoint(bare).build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.open(Oss.uri("object")))
				.withMessageContaining("https://" + bare)
				.withMessageContaining("TLS");
			assertThat(this.oss.emulator().requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void anAuthorityOfOnesOwnIsTrustedForListingsAndForBytes(@Nullable String region) throws Exception {
		Certificates certificates = new Certificates();
		byte[] content = new byte[3 << 20];
		new Random(1).nextBytes(content);
		try (OssEmulator emulator = OssEmulator.builder()
			.credentials(Oss.KEY_ID, Oss.SECRET)
			.tls(certificates.keys("127.0.0.1"))
			.start()) {
			emulator.bucket("models").put("model/file", content);
			OssModelConnectorBuilder builder = this.oss.connector(this.directory)
				.endpoint(emulator.endpoint().toString())
				.region(region);
			try (OssModelConnector connector = builder.trustManager(certificates.trust()).build();
					ModelLease lease = connector
						.prepareDirectory("oss://models/model/", this.directory.resolve("place"))
						.lease()) {
				assertThat(lease.segment("file").toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
			}
			for (X509TrustManager stranger : new X509TrustManager[] { null, new Certificates().trust() }) {
				try (OssModelConnector connector = builder.trustManager(stranger).build()) {
					assertThatExceptionOfType(OssModelTransferException.class)
						.isThrownBy(() -> connector.open("oss://models/model/file"))
						.withMessageContaining("TLS")
						.withMessageContaining("certificate");
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "oss-cn-hangzhou.aliyuncs.com, cn-hangzhou",
			"https://oss-cn-hangzhou-internal.aliyuncs.com, cn-hangzhou", "oss-us-west-1.aliyuncs.com, us-west-1",
			"http://oss-ap-southeast-1-internal.aliyuncs.com/, ap-southeast-1",
			"my-bucket.oss-cn-beijing.aliyuncs.com, cn-beijing", "HTTPS://OSS-CN-SHANGHAI.aliyuncs.com, cn-shanghai",
			"oss-cn-shanghai-finance-1.aliyuncs.com, cn-shanghai-finance-1", "oss-accelerate.aliyuncs.com, ",
			"models.example.com, ", "127.0.0.1:9000, " })
	void theRegionIsDerivedFromTheEndpointWhereItCanBe(String endpoint, @Nullable String region) {
		String signed = signedUrl(endpoint, null);
		if (region != null) {
			assertThat(signed).contains("x-oss-signature-version=OSS4-HMAC-SHA256", "%2F" + region + "%2Foss%2F");
		}
		else {
			assertThat(signed).as("V1 where there is no region").contains("OSSAccessKeyId=").doesNotContain("OSS4");
		}
		assertThat(signedUrl(endpoint, "cn-configured")).contains("%2Fcn-configured%2Foss%2F");
	}

	/** Through the store of the connector, because no such host can be asked here. */
	private static String signedUrl(String endpoint, @Nullable String region) {
		try (RangeClient client = RangeClient.create(HttpSettings.defaults());
				Stores stores = new Stores(
						new StoreSettings(endpoint, region, () -> new OssModelCredentials("id", "secret", null), null),
						Map.of(), null, client.requests(), Duration.ofSeconds(5), InstantSource.system(),
						System::nanoTime)) {
			return stores.of("models").presign(OssUri.parse("oss://models/key"), Duration.ofMinutes(1)).toString();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "ftp://oss-cn-hangzhou.aliyuncs.com", "oss://models", "https://",
			"https://host/path", "https://host?query", "https://host#fragment", "host name",
			"https://user:password@host", "https://host:port", "https://host:99999999", "https://host:65536",
			"https://host:0", "https://[::1", "a/b", "http//host", "https://under_score.example.com" })
	void wrongEndpointsAreExplainedWhenTheConnectorIsBuilt(String endpoint) {
		for (OssModelConnectorBuilder builder : List.of(this.oss.connector(this.directory).endpoint(endpoint),
				this.oss.connector(this.directory).bucket("bucket", new BucketSettings(endpoint, null, null)))) {
			assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(() -> builder.build().close())
				.withMessageContaining("is not an OSS endpoint")
				.withMessageContaining("https://oss-cn-hangzhou-internal.aliyuncs.com")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("password"));
		}
	}

	@Test
	void noEndpointAndNoCredentialsAreErrorsOfTheFirstUse() {
		try (OssModelConnector connector = OssModelConnectorBuilder.create()
			.root(this.directory.resolve("root"))
			.maxSize(1L << 20)
			.build()) {
			assertThatExceptionOfType(OssModelConfigurationException.class)
				.isThrownBy(() -> connector.list("oss://models/"))
				.withMessageContaining("No OSS endpoint")
				.withMessageContaining("ossmc.endpoint");
		}
		try (OssModelConnector connector = this.oss.connector(this.directory).credentials(null).build()) {
			assertThatExceptionOfType(OssModelConfigurationException.class)
				.isThrownBy(() -> connector.open("oss://models/x"))
				.withMessageContaining("No OSS credentials")
				.withMessageContaining("ossmc.credentials.access-key-id");
		}
	}

	@Test
	void aSupplierOfCredentialsThatFailsIsExplained() {
		this.oss.put("model/file", 3 << 20);
		AtomicInteger calls = new AtomicInteger();
		try (OssModelConnector connector = this.oss.connector(this.directory).credentials(() -> {
			if (calls.incrementAndGet() > 1) {
				throw new IllegalStateException("the vault said: secret-nobody-may-see");
			}
			return new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null);
		}).build(); OssObject object = connector.open(Oss.uri("model/file"))) {
			for (ThrowingCallable use : List.<ThrowingCallable>of(object::segment,
					() -> connector.open(Oss.uri("model/file")), () -> connector.list("oss://models/").toList(),
					connector.prepare(ModelSpec.builder("model", "oss://models/model/").build())::await)) {
				assertThatExceptionOfType(OssModelAccessException.class).isThrownBy(use)
					.withMessageContaining("credentials")
					.withMessageContaining("IllegalStateException")
					.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("nobody-may-see"));
			}
		}
	}

	private List<String> putMany() {
		TreeSet<String> keys = new TreeSet<>();
		IntStream.range(0, 3500).forEach((i) -> {
			String key = "many/key-" + Integer.toString(i * 7919 % 99_991, 36)
					+ ((i % 50 == 0) ? " ü\u0001+%" + i : "");
			this.oss.bucket().put(key, new byte[0]);
		});
		this.oss.bucket().keys().stream().filter((key) -> key.startsWith("many/")).forEach(keys::add);
		assertThat(keys).hasSize(3500);
		return List.copyOf(this.oss.bucket().keys());
	}

	private List<HandledRequest> listings() {
		return this.oss.emulator()
			.requests()
			.stream()
			.filter((request) -> request.kind() == RequestKind.LIST_OBJECTS)
			.toList();
	}

	/** In the order of OSS: bytes of UTF-8. */
	private static boolean after(String key, String other) {
		return Arrays.compareUnsigned(key.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)) > 0;
	}

}
