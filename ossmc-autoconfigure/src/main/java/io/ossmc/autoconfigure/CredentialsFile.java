package io.ossmc.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelCredentials;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.StringUtils;

/**
 * Credentials in the JSON of Alibaba's own connector ({@code AccessKeyId},
 * {@code AccessKeySecret}, {@code SecurityToken}, {@code Expiration}), read again when
 * the file changes. A change that cannot be read – a file half written – leaves the
 * credentials before it in place as long as they are valid. No message and no cause shows
 * the content.
 */
final class CredentialsFile implements Supplier<OssModelCredentials> {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc");

	private final Path file;

	private final InstantSource clock;

	private @Nullable Version version;

	private @Nullable Content content;

	CredentialsFile(Path file, InstantSource clock) {
		this.file = file.toAbsolutePath();
		this.clock = clock;
	}

	@Override
	public synchronized OssModelCredentials get() {
		Content known = this.content;
		try {
			Version now = Version.of(this.file);
			if (known == null || !now.equals(this.version)) {
				known = read();
				this.content = known;
				this.version = now;
			}
		}
		catch (IOException ex) {
			known = keepOrThrow(known, unreadable(ex));
		}
		catch (OssModelConfigurationException ex) {
			known = keepOrThrow(known, ex);
		}
		if (known.expired(this.clock.instant())) {
			throw new OssModelConfigurationException(
					"The credentials in " + this.file + " expired at " + known.expiration + ".",
					"Whatever renews this file must write new ones into it; check it, and this machine's clock.");
		}
		return known.credentials;
	}

	private Content keepOrThrow(@Nullable Content known, OssModelConfigurationException ex) {
		if (known == null) {
			throw ex;
		}
		logger.warn("Keeping the credentials read before. {}", ex.getMessage());
		return known;
	}

	private Content read() throws IOException {
		Map<String, Object> json;
		try {
			json = JsonParserFactory.getJsonParser().parseMap(Files.readString(this.file));
		}
		catch (JsonParseException ex) {
			throw malformed("is not a JSON object");
		}
		String expiration = text(json, "Expiration");
		try {
			return new Content(new OssModelCredentials(required(json, "AccessKeyId"), required(json, "AccessKeySecret"),
					text(json, "SecurityToken")), (expiration != null) ? Instant.parse(expiration) : null);
		}
		catch (DateTimeException ex) {
			throw malformed("has an Expiration that is not a time such as 2026-11-21T08:00:00Z");
		}
	}

	private String required(Map<String, Object> json, String field) {
		String value = text(json, field);
		if (value == null) {
			throw malformed("has no " + field);
		}
		return value;
	}

	private static @Nullable String text(Map<String, Object> json, String field) {
		return (json.get(field) instanceof String value && StringUtils.hasText(value)) ? value.trim() : null;
	}

	private OssModelConfigurationException malformed(String what) {
		return new OssModelConfigurationException("The credentials file " + this.file + " " + what + ".",
				"Write {\"AccessKeyId\": …, \"AccessKeySecret\": …} into it, for temporary credentials also "
						+ "\"SecurityToken\" and \"Expiration\".");
	}

	private OssModelConfigurationException unreadable(IOException ex) {
		return new OssModelConfigurationException(
				"The credentials file " + this.file + " cannot be read (" + ex.getClass().getSimpleName() + ").",
				"Let ossmc.credentials.file name a file that exists and that this process may read.");
	}

	/** Which state of the file was read. */
	private record Version(FileTime modified, long size, @Nullable Object key) {

		static Version of(Path file) throws IOException {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
		}

	}

	private record Content(OssModelCredentials credentials, @Nullable Instant expiration) {

		boolean expired(Instant now) {
			return this.expiration != null && !now.isBefore(this.expiration);
		}

	}

}
