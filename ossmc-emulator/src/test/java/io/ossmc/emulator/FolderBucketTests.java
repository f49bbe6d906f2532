package io.ossmc.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderBucketTests {

	@TempDir
	private Path folder;

	private OssEmulator emulator;

	private OSS oss;

	@BeforeEach
	void start() throws IOException {
		Files.createDirectories(this.folder.resolve("root/models/sub"));
		Files.writeString(this.folder.resolve("outside.txt"), "outside");
		Files.writeString(this.folder.resolve("root/models/sub/a.txt"), "inside");
		this.emulator = OssEmulator.builder().credentials("ak", "secret").root(this.folder.resolve("root")).start();
		this.oss = Sdk.client(this.emulator, SignVersion.V4, Sdk.KEY);
	}

	@AfterEach
	void stop() {
		this.oss.shutdown();
		this.emulator.close();
	}

	private byte[] read(String key) throws IOException {
		try (var object = this.oss.getObject("models", key)) {
			return object.getObjectContent().readAllBytes();
		}
	}

	private List<String> list() {
		return this.oss.listObjectsV2("models").getObjectSummaries().stream().map(OSSObjectSummary::getKey).toList();
	}

	@Test
	void servesFiles() throws IOException {
		assertThat(read("sub/a.txt")).asString().isEqualTo("inside");
		assertThat(list()).containsExactly("sub/a.txt");
	}

	@Test
	void servesFilesLargerThanAPieceByteForByte() throws IOException {
		byte[] content = new byte[5_000_001];
		new Random(1).nextBytes(content);
		Files.write(this.folder.resolve("root/models/large.bin"), content);
		assertThat(read("large.bin")).isEqualTo(content);
		assertThat(this.oss.getObjectMetadata("models", "large.bin").getServerCRC()).isEqualTo(Crc64.of(content));
	}

	@Test
	void storesNamesOutsideAsciiWhateverTheLocale() throws IOException {
		for (String key : List.of("sub/b c+d%é.bin", "模型/😀.bin", "control\u0001", "back\\slash")) {
			byte[] content = key.getBytes(StandardCharsets.UTF_8);
			this.emulator.bucket("models").put(key, content);
			assertThat(read(key)).isEqualTo(content);
		}
		assertThat(this.emulator.bucket("models").keys()).containsExactly("back\\slash", "control\u0001", "sub/a.txt",
				"sub/b c+d%é.bin", "模型/😀.bin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../outside.txt", "sub/../../../outside.txt", "./sub/a.txt", "sub//a.txt", "sub",
			"sub/", "sub/../sub/a.txt", "link.txt", "linked/outside.txt", "nul\u0000" })
	void servesNothingButFilesBelowTheFolder(String key) throws IOException {
		Files.createSymbolicLink(this.folder.resolve("root/models/link.txt"), this.folder.resolve("outside.txt"));
		Files.createSymbolicLink(this.folder.resolve("root/models/linked"), this.folder);
		assertThatThrownBy(() -> read(key)).isInstanceOfSatisfying(OSSException.class,
				(ex) -> assertThat(ex.getErrorCode()).isEqualTo("NoSuchKey"));
		assertThat(list()).containsExactly("sub/a.txt");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../new.txt", "a//b", "sub/", "linked/new.txt" })
	void storesNothingOutsideTheFolder(String key) throws IOException {
		Files.createSymbolicLink(this.folder.resolve("root/models/linked"), this.folder);
		assertThatThrownBy(() -> this.oss.putObject("models", key, new ByteArrayInputStream(new byte[1])))
			.isInstanceOfSatisfying(OSSException.class,
					(ex) -> assertThat(ex.getErrorCode()).isEqualTo("InvalidObjectName"));
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files).hasSize(2);
		}
	}

	@Test
	void storesAtomicallyAndLeavesNothingBehind() throws IOException {
		byte[] content = new byte[3_000_000];
		Arrays.fill(content, (byte) 7);
		this.oss.putObject("models", "new/deep/file.bin", new ByteArrayInputStream(content));
		assertThat(this.folder.resolve("root/models/new/deep/file.bin")).hasBinaryContent(content);
		try (Stream<Path> left = Files.list(this.folder.resolve("root/.ossmc-uploads"))) {
			assertThat(left).isEmpty();
		}
		assertThat(this.oss.listBuckets()).extracting("name").containsExactly("models");
	}

	@Test
	void aReplacedFileHasAnotherETag() throws IOException {
		ObjectMetadata before = this.oss.getObjectMetadata("models", "sub/a.txt");
		Path replacement = Files.writeString(this.folder.resolve("replacement"), "INSIDE");
		Files.move(replacement, this.folder.resolve("root/models/sub/a.txt"), StandardCopyOption.REPLACE_EXISTING);
		ObjectMetadata after = this.oss.getObjectMetadata("models", "sub/a.txt");
		assertThat(after.getETag()).isNotEqualTo(before.getETag());
		assertThat(after.getServerCRC()).isNotEqualTo(before.getServerCRC());
		assertThat(read("sub/a.txt")).asString().isEqualTo("INSIDE");
	}

	@Test
	void goesOnSendingAFileThatIsReplaced() throws IOException {
		byte[] old = new byte[8_000_000];
		new Random(1).nextBytes(old);
		Files.write(this.folder.resolve("root/models/large.bin"), old);
		this.emulator.bandwidthPerConnection(20_000_000);
		try (RawClient client = new RawClient(this.emulator)) {
			client.get(Presigned.url(this.emulator, "models", "large.bin"));
			client.head();
			byte[] begin = client.body(1000);
			this.oss.putObject("models", "large.bin", new ByteArrayInputStream(new byte[8_000_000]));
			this.emulator.bandwidthPerConnection(0);
			byte[] rest = client.body(old.length - 1000);
			assertThat(begin).isEqualTo(Arrays.copyOf(old, 1000));
			assertThat(rest).isEqualTo(Arrays.copyOfRange(old, 1000, old.length));
		}
	}

	@Test
	void breaksOffWhenAFileIsWrittenToInPlace() throws IOException {
		byte[] old = new byte[8_000_000];
		Path file = Files.write(this.folder.resolve("root/models/large.bin"), old);
		this.emulator.bandwidth(4_000_000);
		try (RawClient client = new RawClient(this.emulator)) {
			client.get(Presigned.url(this.emulator, "models", "large.bin"));
			client.head();
			client.body(1000);
			Files.write(file, new byte[] { 1 }, StandardOpenOption.APPEND);
			this.emulator.bandwidth(0);
			assertThat(client.toTheEnd().length).isLessThan(old.length - 1000);
		}
	}

	@Test
	void laysSyntheticObjectsOverTheFolder() throws IOException {
		this.emulator.bucket("models").putSynthetic("big.bin", 1L << 40, 1);
		assertThat(list()).containsExactly("big.bin", "sub/a.txt");
		assertThat(this.oss.getObjectMetadata("models", "big.bin").getContentLength()).isEqualTo(1L << 40);
	}

	@Test
	void deletesFiles() {
		this.oss.deleteObject("models", "sub/a.txt");
		assertThat(list()).isEmpty();
		assertThat(this.folder.resolve("root/models/sub/a.txt")).doesNotExist();
	}

	@Test
	void findsBucketsThatAppearLater() throws IOException {
		assertThat(this.oss.doesBucketExist("later")).isFalse();
		Files.createDirectory(this.folder.resolve("root/later"));
		assertThat(this.oss.doesBucketExist("later")).isTrue();
	}

}
