package io.ossmc.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.CreateSymlinkRequest;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Symbolic links, as OSS documents them (PutSymlink, GetSymlink, HeadObject). */
class SymlinkTests {

	private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models").put("target é+ 1", CONTENT);
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	private RawClient.Head answer(String method, String key, String query, Map<String, String> headers)
			throws IOException {
		this.client.send(SignedHead.of(method, "models", key, query, headers));
		return this.client.head();
	}

	private void code(RawClient.Head head, int status, String code) throws IOException {
		assertThat(head.status()).isEqualTo(status);
		assertThat(new String(this.client.body(head.length()), StandardCharsets.UTF_8))
			.contains("<Code>" + code + "</Code>");
	}

	@Test
	void isMadeReadAndFollowed() throws IOException {
		RawClient.Head made = answer("PUT", "link", "symlink",
				Map.of("x-oss-symlink-target", "target%20%C3%A9%2B%201", "x-oss-meta-of", "the link"));
		assertThat(made.status()).isEqualTo(200);
		RawClient.Head link = answer("GET", "link", "symlink", Map.of());
		assertThat(link.status()).isEqualTo(200);
		assertThat(link.length()).isZero();
		assertThat(link.header("x-oss-symlink-target")).isEqualTo("target%20%C3%A9%2B%201");
		assertThat(link.header("ETag")).isEqualTo(made.header("ETag"));
		for (String method : new String[] { "HEAD", "GET" }) {
			RawClient.Head followed = answer(method, "link", "", Map.of());
			assertThat(followed.status()).isEqualTo(200);
			assertThat(followed.length()).isEqualTo(10);
			assertThat(followed.header("ETag")).isEqualTo("\"" + Digest.md5(CONTENT) + "\"");
			assertThat(followed.header("x-oss-hash-crc64ecma")).isEqualTo(Long.toUnsignedString(Crc64.of(CONTENT)));
			assertThat(followed.header("x-oss-object-type")).isEqualTo("Symlink");
			assertThat(followed.header("x-oss-meta-of")).isEqualTo("the link");
		}
		assertThat(this.client.body(10)).isEqualTo(CONTENT);
		RawClient.Head part = answer("GET", "link", "", Map.of("Range", "bytes=2-4"));
		assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
	}

	@Test
	void isListedWithASizeAndAnETagOfItsOwn() throws IOException {
		this.emulator.bucket("models").symlink("link", "target é+ 1");
		RawClient.Head head = answer("GET", "", "", Map.of());
		assertThat(new String(this.client.body(head.length()), StandardCharsets.UTF_8))
			.contains("<Key>link</Key>", "<Type>Symlink</Type><Size>0</Size><StorageClass>Standard</StorageClass>")
			.containsOnlyOnce(Digest.md5(CONTENT));
	}

	@Test
	void failsWhereItsTargetIsMissingOrALinkItself() throws IOException {
		this.emulator.bucket("models").symlink("broken", "missing");
		this.emulator.bucket("models").symlink("chained", "broken");
		code(answer("GET", "broken", "", Map.of()), 404, "SymlinkTargetNotExist");
		code(answer("GET", "chained", "", Map.of()), 400, "InvalidTargetType");
		assertThat(answer("HEAD", "broken", "", Map.of()).status()).isEqualTo(404);
		code(answer("GET", "target%20%C3%A9+%201".replace("+", "%2B"), "symlink", Map.of()), 403,
				"SignatureDoesNotMatch");
		this.emulator.bucket("models").put("plain", CONTENT);
		code(answer("GET", "plain", "symlink", Map.of()), 400, "NotSymlink");
		code(answer("GET", "missing", "symlink", Map.of()), 404, "NoSuchKey");
		code(answer("PUT", "nowhere", "symlink", Map.of()), 400, "InvalidArgument");
	}

	@Test
	void overwritesOnlyWhatMayBeOverwritten() throws IOException {
		this.emulator.bucket("models").put("plain", CONTENT);
		Map<String, String> forbidding = Map.of("x-oss-symlink-target", "x", "x-oss-forbid-overwrite", "true");
		code(answer("PUT", "plain", "symlink", forbidding), 409, "FileAlreadyExists");
		this.client.send(SignedHead.of("PUT", "models", "plain", "",
				Map.of("x-oss-forbid-overwrite", "true", "Content-Length", "0")));
		code(this.client.head(), 409, "FileAlreadyExists");
		assertThat(answer("PUT", "new", "symlink", forbidding).status()).isEqualTo(200);
		assertThat(answer("PUT", "plain", "symlink", Map.of("x-oss-symlink-target", "x")).status()).isEqualTo(200);
		assertThat(answer("HEAD", "plain", "", Map.of()).status()).as("its target is missing").isEqualTo(404);
	}

	@Test
	void showsTheStorageClassOfItsTarget() throws IOException {
		this.emulator.bucket("models").put("cold", CONTENT, Map.of("x-oss-storage-class", "Archive"));
		this.emulator.bucket("models").symlink("link", "cold");
		assertThat(answer("HEAD", "link", "", Map.of()).header("x-oss-storage-class")).isEqualTo("Archive");
		code(answer("GET", "link", "", Map.of()), 403, "InvalidObjectState");
	}

	@ParameterizedTest
	@EnumSource(names = { "V1", "V4" })
	void servesTheSdk(SignVersion version) throws IOException {
		OSS oss = Sdk.client(this.emulator, version, Sdk.KEY);
		oss.createSymlink("models", "link", "target é+ 1");
		assertThat(oss.getSymlink("models", "link").getTarget()).isEqualTo("target é+ 1");
		try (OSSObject object = oss.getObject("models", "link")) {
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(CONTENT);
		}
		ObjectMetadata metadata = oss.getObjectMetadata("models", "link");
		assertThat(metadata.getContentLength()).isEqualTo(10);
		assertThat(metadata.getETag()).isEqualTo(Digest.md5(CONTENT));
		assertThat(metadata.getObjectType()).isEqualTo("Symlink");
		ListObjectsV2Result listing = oss.listObjectsV2("models");
		assertThat(listing.getObjectSummaries()).filteredOn((summary) -> summary.getKey().equals("link"))
			.extracting(OSSObjectSummary::getType)
			.containsExactly("Symlink");
		CreateSymlinkRequest broken = new CreateSymlinkRequest("models", "broken", "missing");
		ObjectMetadata user = new ObjectMetadata();
		user.addUserMetadata("of", "broken");
		broken.setMetadata(user);
		oss.createSymlink(broken);
		assertThatThrownBy(() -> oss.getObject("models", "broken")).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("SymlinkTargetNotExist"));
		oss.shutdown();
	}

	@Test
	void liesOverTheFilesOfAFolder(@TempDir Path root) throws IOException {
		Files.createDirectories(root.resolve("folder"));
		Files.write(root.resolve("folder/file"), CONTENT);
		try (OssEmulator folders = OssEmulator.builder().credentials("ak", "secret").root(root).start()) {
			folders.bucket("folder").symlink("link", "file");
			OSS oss = Sdk.client(folders, SignVersion.V4, Sdk.KEY);
			try (OSSObject object = oss.getObject("folder", "link")) {
				assertThat(object.getObjectContent().readAllBytes()).isEqualTo(CONTENT);
			}
			oss.deleteObject("folder", "link");
			assertThat(oss.doesObjectExist("folder", "link")).isFalse();
			assertThat(oss.doesObjectExist("folder", "file")).isTrue();
			oss.shutdown();
		}
	}

}
