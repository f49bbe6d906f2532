package io.ossmc.oss;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.ListObjectsV2Request;
import io.ossmc.AddressStyle;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssUri;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Request;
import io.ossmc.sign.RequestToSign;
import io.ossmc.sign.Signer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Our signatures are, to the byte, those of the Aliyun SDK. */
@Timeout(60)
class SdkSignatureTests {

	private static final String TOKEN = "CAIS+token/with=odd%characters&more";

	private static final List<String> KEYS = List.of("plain", "a b", "a+b", "a%20b", "100%", "a&b=c#d?e", "?question",
			"a//b", "/leading", "//two", "a/", "..", "tab\tline\nbell\u0007nul\u0000", "é\u0301ü日本語", "\ud83d\ude00",
			"~!@$^*()_-={}[]|;:,.'\"<>\\", " ", "x".repeat(1023));

	@AutoClose
	private final OssEmulator oss = OssEmulator.builder()
		.credentials("id", "secret")
		.credentials("sts-id", "sts-secret", TOKEN)
		.start();

	@BeforeEach
	void putObjects() {
		KEYS.forEach((key) -> this.oss.bucket("models").put(key, new byte[1]));
	}

	/** Who signs, and how. */
	record Way(@Nullable String region, OssModelCredentials credentials) {
	}

	static Stream<Way> ways() {
		OssModelCredentials pair = new OssModelCredentials("id", "secret", null);
		OssModelCredentials temporary = new OssModelCredentials("sts-id", "sts-secret", TOKEN);
		return Stream.of(new Way(null, pair), new Way(null, temporary), new Way("cn-hangzhou", pair),
				new Way("cn-hangzhou", temporary));
	}

	private OSS sdk(Way way) {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setSignatureVersion((way.region() != null) ? SignVersion.V4 : SignVersion.V1);
		configuration.setVerifyObjectStrictEnable(false);
		OSSClientBuilder.OSSClientBuilderImpl builder = OSSClientBuilder.create()
			.endpoint(this.oss.endpoint().toString())
			.credentialsProvider(new DefaultCredentialProvider(way.credentials().accessKeyId(),
					way.credentials().accessKeySecret(), way.credentials().securityToken()))
			.clientConfiguration(configuration);
		return ((way.region() != null) ? builder.region(way.region()) : builder).build();
	}

	@ParameterizedTest
	@MethodSource("ways")
	void presignedUrlsAreTheSame(Way way) {
		OSS sdk = sdk(way);
		Endpoint endpoint = Endpoint.parse(this.oss.endpoint().toString(), way.region(), null);
		for (String key : KEYS) {
			OssUri object = new OssUri("models", key);
			URI theirs = URI.create(
					sdk.generatePresignedUrl("models", key, Date.from(Instant.now().plusSeconds(1800)), HttpMethod.GET)
						.toString());
			Map<String, String> query = query(theirs);
			URI ours = endpoint.url(object,
					Signer.of(way.region())
						.presign(new RequestToSign("GET", object, new TreeMap<>(), new TreeMap<>()), way.credentials(),
								signedAt(query), validity(query)));
			assertThat(query(ours)).as(key).isEqualTo(query);
			assertThat(ours.getRawPath()).as(key).isEqualTo(theirs.getRawPath().replace("%7E", "~"));
			assertThat(ours.getAuthority()).isEqualTo(theirs.getAuthority());
		}
		sdk.shutdown();
	}

	private static Instant signedAt(Map<String, String> query) {
		return query.containsKey("x-oss-date") ? time(query.get("x-oss-date"))
				: Instant.ofEpochSecond(Long.parseLong(query.get("Expires")) - 1800);
	}

	private static Duration validity(Map<String, String> query) {
		return Duration.ofSeconds(Long.parseLong(query.getOrDefault("x-oss-expires", "1800")));
	}

	private static Instant time(String basic) {
		return Instant.parse(basic.replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
	}

	/** Still encoded, so that every byte counts. */
	private static Map<String, String> query(URI url) {
		return Stream.of(url.getRawQuery().split("&"))
			.collect(Collectors.toMap((pair) -> pair.split("=", 2)[0], (pair) -> pair.split("=", 2)[1]));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void headersOfListingsAndHeadsAreTheSame(Way way) {
		OSS sdk = sdk(way);
		String token = firstToken(sdk);
		for (String key : KEYS) {
			if (!key.isBlank() && key.equals(key.strip()) && !key.endsWith("\u0000")) {
				// Of others the SDK signs what it does not send.
				ListObjectsV2Request listing = new ListObjectsV2Request("models");
				listing.setPrefix(key.substring(0, 1));
				listing.setStartAfter(key);
				listing.setContinuationToken(token);
				listing.setDelimiter("/");
				listing.setEncodingType("url");
				sdk.listObjectsV2(listing);
				assertSameAuthorization(way, "");
			}
			if (!key.startsWith("\\")) {
				sdk.getObjectMetadata("models", key);
				assertSameAuthorization(way, key);
			}
		}
		sdk.shutdown();
	}

	private static String firstToken(OSS sdk) {
		ListObjectsV2Request first = new ListObjectsV2Request("models");
		first.setMaxKeys(1);
		first.setEncodingType("url");
		return sdk.listObjectsV2(first).getNextContinuationToken();
	}

	private void assertSameAuthorization(Way way, String key) {
		Request theirs = this.oss.requests().getLast().request();
		SortedMap<String, String> headers = new TreeMap<>();
		theirs.headers().forEach((name, value) -> {
			if (name.startsWith("content-type") || name.startsWith("content-md5")) {
				headers.put(name, value);
			}
		});
		Instant signedAt = theirs.header("x-oss-date")
			.map(SdkSignatureTests::time)
			.orElseGet(() -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(theirs.header("date").orElseThrow(),
					Instant::from));
		Map<String, String> ours = Signer.of(way.region())
			.sign(new RequestToSign(theirs.method(), new OssUri("models", key), new TreeMap<>(theirs.query()), headers),
					way.credentials(), signedAt);
		assertThat(ours).as("%s %s", theirs, theirs.query())
			.allSatisfy((name, value) -> assertThat(theirs.header(name)).as(name).contains(value));
		assertThat(ours).containsKey("authorization");
	}

	@Test
	void noParameterIsSentWithoutAValue() {
		SortedMap<String, String> query = new TreeMap<>(Map.of("list-type", "2"));
		URI url = Endpoint.parse("https://oss-cn-hangzhou.aliyuncs.com", null, null)
			.url(new OssUri("models", ""),
					Signer.of("cn-hangzhou")
						.presign(new RequestToSign("GET", new OssUri("models", ""), query, new TreeMap<>()),
								new OssModelCredentials("id", "secret", null), Instant.EPOCH, Duration.ofDays(30)));
		assertThat(url.getRawQuery().split("&")).allMatch((pair) -> pair.matches("[^=]+=.+"));
		assertThat(url.getRawQuery()).as("no longer than OSS allows").contains("x-oss-expires=604800");
	}

	@Test
	void pathStyleAndVirtualHostsAreSignedAlike() {
		OssUri object = new OssUri("models", "a/b c");
		SortedMap<String, String> none = new TreeMap<>();
		assertThat(Endpoint.parse("http://[::1]:8080/", null, null).url(object, none))
			.hasToString("http://[::1]:8080/models/a/b%20c");
		assertThat(Endpoint.parse("http://localhost", null, AddressStyle.VIRTUAL).url(object, none))
			.hasToString("http://models.localhost/a/b%20c");
		assertThat(Endpoint.parse("https://cdn.example.com/", null, AddressStyle.CNAME).url(object, none))
			.hasToString("https://cdn.example.com/a/b%20c");
	}

}
