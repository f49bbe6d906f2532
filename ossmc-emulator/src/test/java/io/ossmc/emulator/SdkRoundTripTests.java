package io.ossmc.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the real SDK writes it reads back, however it signs, whatever the key. */
class SdkRoundTripTests {

	private static final List<String> KEYS = List.of("plain.bin", "sub/b c+d%é.bin", "a//b", "a///b", "tilde~*'().bin",
			"…/ünïcödé/😀", "q?x=1&y#z", "control\u0001\u001f", "dir/../up", "./here", "end/", "end//", "/begin",
			"back\\slash", "%2F", "a+b", "new\nline");

	private final OssEmulator emulator = OssEmulator.builder()
		.credentials("ak", "secret")
		.credentials("STS.ak", "sts-secret", "token+/=")
		.start();

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	static Stream<Arguments> signatures() {
		return Stream.of(SignVersion.V1, SignVersion.V4)
			.flatMap(
					(version) -> Stream.of(Sdk.KEY, Sdk.STS)
						.map((credentials) -> Arguments.argumentSet(
								version + (credentials.useSecurityToken() ? " with token" : ""), version,
								credentials)));
	}

	@ParameterizedTest
	@MethodSource("signatures")
	void storesAndReadsObjects(SignVersion version, Credentials credentials) throws IOException {
		this.emulator.bucket("models");
		OSS oss = Sdk.client(this.emulator, version, credentials);
		for (String key : KEYS) {
			if (key.startsWith("/") || key.startsWith("\\")) {
				continue;
			}
			byte[] content = ("content of " + key).getBytes(StandardCharsets.UTF_8);
			assertThat(oss.putObject("models", key, new ByteArrayInputStream(content)).getETag()).as(key)
				.isEqualTo(Digest.md5(content));
			try (OSSObject object = oss.getObject("models", key)) {
				assertThat(object.getObjectContent().readAllBytes()).as(key).isEqualTo(content);
				assertThat(object.getServerCRC()).as(key).isEqualTo(Crc64.of(content));
			}
			ObjectMetadata metadata = oss.getObjectMetadata("models", key);
			assertThat(metadata.getContentLength()).isEqualTo(content.length);
			assertThat(metadata.getLastModified()).isCloseTo(new Date(), 5000);
			oss.deleteObject("models", key);
			assertThat(oss.doesObjectExist("models", key)).as(key).isFalse();
		}
		oss.shutdown();
	}

	@ParameterizedTest
	@MethodSource("signatures")
	void readsRangesThroughPresignedUrls(SignVersion version, Credentials credentials) throws Exception {
		OSS oss = Sdk.client(this.emulator, version, credentials);
		try (HttpClient http = HttpClient.newHttpClient()) {
			for (String key : KEYS) {
				this.emulator.bucket("models").put(key, "0123456789".getBytes(StandardCharsets.US_ASCII));
				URI url = oss.generatePresignedUrl("models", key, Date.from(Instant.now().plus(10, ChronoUnit.MINUTES)))
					.toURI();
				HttpResponse<String> response = http.send(
						HttpRequest.newBuilder(url).header("Range", "bytes=2-4").build(),
						HttpResponse.BodyHandlers.ofString());
				assertThat(response.statusCode()).as(key + "\n" + response.body())
					.isEqualTo(HttpURLConnection.HTTP_PARTIAL);
				assertThat(response.body()).isEqualTo("234");
				assertThat(response.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
			}
		}
		oss.shutdown();
	}

	@ParameterizedTest
	@MethodSource("signatures")
	void listsObjects(SignVersion version, Credentials credentials) {
		Bucket bucket = this.emulator.bucket("models");
		List.of("m/b c+d%é.bin", "m/a", "m/sub/x", "m/sub/y", "n").forEach((key) -> bucket.put(key, new byte[3]));
		OSS oss = Sdk.client(this.emulator, version, credentials);
		ListObjectsV2Request request = new ListObjectsV2Request("models");
		request.setPrefix("m/");
		request.setDelimiter("/");
		request.setMaxKeys(1);
		ListObjectsV2Result first = oss.listObjectsV2(request);
		assertThat(first.getObjectSummaries()).extracting(OSSObjectSummary::getKey).containsExactly("m/a");
		assertThat(first.isTruncated()).isTrue();
		request.setContinuationToken(first.getNextContinuationToken());
		request.setMaxKeys(1000);
		ListObjectsV2Result second = oss.listObjectsV2(request);
		assertThat(second.getObjectSummaries()).extracting(OSSObjectSummary::getKey).containsExactly("m/b c+d%é.bin");
		assertThat(second.getCommonPrefixes()).containsExactly("m/sub/");
		assertThat(second.isTruncated()).isFalse();
		assertThat(second.getKeyCount()).isEqualTo(2);
		assertThat(oss.listObjects("models").getObjectSummaries()).hasSize(5);
		assertThat(oss.doesBucketExist("models")).isTrue();
		assertThat(oss.doesBucketExist("missing")).isFalse();
		assertThat(oss.getBucketInfo("models").getBucket().getName()).isEqualTo("models");
		assertThat(oss.getBucketLocation("models")).isEqualTo("oss-cn-hangzhou");
		assertThat(oss.listBuckets()).singleElement().satisfies((it) -> assertThat(it.getName()).isEqualTo("models"));
		oss.shutdown();
	}

	@ParameterizedTest
	@MethodSource("signatures")
	void failsAsOssDoes(SignVersion version, Credentials credentials) {
		this.emulator.bucket("models").put("key", new byte[10]);
		OSS oss = Sdk.client(this.emulator, version, credentials);
		assertThatThrownBy(() -> oss.getObject("models", "missing")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchKey"));
		assertThatThrownBy(() -> oss.getObject("missing", "key")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchBucket"));
		assertThatThrownBy(() -> oss.headObject("missing", "key")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchBucket"));
		GetObjectRequest outdated = new GetObjectRequest("models", "key");
		outdated.setMatchingETagConstraints(List.of("0123"));
		assertThatThrownBy(() -> oss.getObject(outdated).close()).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("PreconditionFailed"));
		this.emulator.bucket("models").storageClass("key", "Archive");
		assertThatThrownBy(() -> oss.getObject("models", "key")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("InvalidObjectState"));
		oss.shutdown();
	}

}
