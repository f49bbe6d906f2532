package io.ossmc.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelCredentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CredentialsFileTests {

	private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	@TempDir
	private Path folder;

	private Path file;

	private CredentialsFile credentials;

	private int writes;

	@BeforeEach
	void setUp() {
		this.file = this.folder.resolve("credentials.json");
		this.credentials = new CredentialsFile(this.file, this.now::get);
	}

	@Test
	void readsTheFormatOfAlibabasConnector() throws IOException {
		write("""
				{"AccessKeyId": "id", "AccessKeySecret": "s3cret", "SecurityToken": "tok", \
				"Expiration": "2026-11-21T09:00:00Z"}""");
		assertThat(this.credentials.get()).isEqualTo(new OssModelCredentials("id", "s3cret", "tok"));
	}

	@Test
	void takesEmptyTokenAndExpirationAsAbsent() throws IOException {
		write("{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"s3cret\", \"SecurityToken\": \"\", \"Expiration\": \"\"}");
		assertThat(this.credentials.get().securityToken()).isNull();
	}

	@Test
	void readsTheFileAgainWhenItChanges() throws IOException {
		write("{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"one\"}");
		assertThat(this.credentials.get().accessKeySecret()).isEqualTo("one");
		write("{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"two\"}");
		assertThat(this.credentials.get().accessKeySecret()).isEqualTo("two");
	}

	@Test
	void keepsTheCredentialsWhileTheFileIsHalfWritten() throws IOException {
		write("{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"one\"}");
		this.credentials.get();
		write("{\"AccessKeyId\": \"id\", \"AccessK");
		assertThat(this.credentials.get().accessKeySecret()).isEqualTo("one");
		write("{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"two\"}");
		assertThat(this.credentials.get().accessKeySecret()).isEqualTo("two");
	}

	@Test
	void saysThatTheyExpired() throws IOException {
		write("{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"one\", \"Expiration\": \"2026-11-21T09:00:00Z\"}");
		this.credentials.get();
		this.now.set(NOW.plusSeconds(3600));
		assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(this.credentials::get)
			.withMessageContaining("expired at 2026-11-21T09:00:00Z")
			.withMessageContaining("renews this file");
	}

	@Test
	void saysThatTheFileIsNotThere() {
		assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(this.credentials::get)
			.withMessageContaining(this.file + " cannot be read (NoSuchFileException)")
			.withMessageContaining("ossmc.credentials.file");
	}

	@Test
	void saysWhatIsMissingButShowsNoContent() throws IOException {
		for (String content : new String[] { "s3cret", "[\"s3cret\"]", "{\"AccessKeySecret\": \"s3cret\"}",
				"{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"s3cret\", \"Expiration\": \"soon\"}" }) {
			write(content);
			assertThatExceptionOfType(OssModelConfigurationException.class).as(content)
				.isThrownBy(this.credentials::get)
				.withNoCause()
				.withMessageContaining(this.file.toString())
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
		}
	}

	private void write(String content) throws IOException {
		Files.writeString(this.file, content);
		Files.setLastModifiedTime(this.file, FileTime.from(NOW.plusSeconds(this.writes++)));
	}

}
