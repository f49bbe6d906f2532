package io.ossmc.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.ResponseHeaderOverrides;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an upload says about its bytes comes back with them, and the bytes are as sent.
 */
class StoredHeadersTests {

	private static final byte[] CONTENT = "not gzip at all".getBytes(StandardCharsets.US_ASCII);

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models");
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	@Test
	void sendsBackWhatTheUploadSaid() throws IOException {
		Map<String, String> headers = Map.of("Content-Type", "model/onnx", "Content-Encoding", "gzip",
				"Content-Disposition", "attachment", "Cache-Control", "no-transform", "Content-Language", "zh",
				"Expires", "Thu, 01 Dec 2033 16:00:00 GMT", "x-oss-meta-name", "模型");
		this.client.send(SignedHead.of("PUT", "models", "object", "", withLength(
				Map.of("Content-Encoding", "gzip", "Content-Type", "model/onnx", "x-oss-meta-plain", "a b"))));
		this.client.send(new String(CONTENT, StandardCharsets.US_ASCII));
		assertThat(this.client.head().status()).isEqualTo(200);
		RawClient.Head head = answer("HEAD", "object", "");
		assertThat(head.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(head.header("x-oss-meta-plain")).isEqualTo("a b");
		assertThat(head.length()).isEqualTo(CONTENT.length);
		this.emulator.bucket("models").put("other", CONTENT, headers);
		RawClient.Head get = answer("GET", "other", "");
		assertThat(this.client.body(get.length())).isEqualTo(CONTENT);
		headers.forEach((name, value) -> assertThat(utf8(get.header(name))).as(name).isEqualTo(value));
	}

	private static Map<String, String> withLength(Map<String, String> headers) {
		Map<String, String> all = new TreeMap<>(headers);
		all.put("Content-Length", Integer.toString(CONTENT.length));
		return all;
	}

	private static String utf8(String latin1) {
		return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	private RawClient.Head answer(String method, String key, String query) throws IOException {
		this.client.send(SignedHead.of(method, "models", key, query, Map.of()));
		return this.client.head();
	}

	@Test
	void forgetsThemWithTheNextUpload() throws IOException {
		this.emulator.bucket("models").put("object", CONTENT, Map.of("Content-Encoding", "gzip"));
		this.emulator.bucket("models").put("object", CONTENT);
		assertThat(answer("HEAD", "object", "").header("Content-Encoding")).isEqualTo("(none)");
	}

	@Test
	void overridesHeadersOfAGetOnly() throws IOException {
		this.emulator.bucket("models").put("object", CONTENT, Map.of("Content-Type", "text/plain"));
		String query = "response-content-encoding=utf-8&response-content-type=a/b";
		RawClient.Head get = answer("GET", "object", query);
		assertThat(get.header("Content-Type")).isEqualTo("a/b");
		assertThat(get.header("Content-Encoding")).isEqualTo("utf-8");
		this.client.body(get.length());
		assertThat(answer("HEAD", "object", query).header("Content-Type")).isEqualTo("text/plain");
		this.client.send(SignedHead.of("GET", "127.0.0.1", "/models/object", query, "/models/object", "", Map.of()));
		assertThat(this.client.head().status()).as("they are signed").isEqualTo(403);
	}

	@ParameterizedTest
	@EnumSource(names = { "V1", "V4" })
	void servesTheSdk(SignVersion version) throws IOException {
		OSS oss = Sdk.client(this.emulator, version, Sdk.KEY);
		ObjectMetadata metadata = new ObjectMetadata();
		metadata.setContentEncoding("aws-chunked");
		metadata.setContentType("model/onnx");
		metadata.addUserMetadata("author", "us");
		oss.putObject("models", "object", new ByteArrayInputStream(CONTENT), metadata);
		ObjectMetadata kept = oss.getObjectMetadata("models", "object");
		assertThat(kept.getContentEncoding()).isEqualTo("aws-chunked");
		assertThat(kept.getContentType()).isEqualTo("model/onnx");
		assertThat(kept.getUserMetadata()).containsEntry("author", "us");
		GetObjectRequest request = new GetObjectRequest("models", "object");
		ResponseHeaderOverrides overrides = new ResponseHeaderOverrides();
		overrides.setContentType("a/b");
		overrides.setCacheControl("no-cache");
		request.setResponseHeaders(overrides);
		try (OSSObject object = oss.getObject(request)) {
			assertThat(object.getObjectMetadata().getContentType()).isEqualTo("a/b");
			assertThat(object.getObjectMetadata().getCacheControl()).isEqualTo("no-cache");
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(CONTENT);
		}
		oss.shutdown();
	}

}
