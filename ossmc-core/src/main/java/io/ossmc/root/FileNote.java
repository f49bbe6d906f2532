package io.ossmc.root;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a published file is, written beside it for whoever finds it after a crash. Only
 * complete files whose checksum was compared with the one OSS keeps have one. Holds no
 * secret.
 *
 * @param uri the object
 * @param etag which content, without quotes
 * @param size bytes
 * @param crc64 CRC-64/XZ of all bytes
 */
public record FileNote(String uri, String etag, long size, long crc64) {

	/**
	 * Writes the note: all of it, or none.
	 */
	void write(Path file) throws IOException {
		final Properties lines = new Properties();
		lines.setProperty("uri", this.uri);
		lines.setProperty("etag", this.etag);
		lines.setProperty("size", Long.toString(this.size));
		lines.setProperty("crc64", Long.toUnsignedString(this.crc64));
		final Path next = file.resolveSibling(file.getFileName() + ".next");
		try (Writer writer = Files.newBufferedWriter(next)) {
			lines.store(writer, null);
		}
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Reads a note.
	 * @return empty if it is none that was written here
	 * @throws IOException if there is none or it cannot be read
	 */
	static Optional<FileNote> read(Path file) throws IOException {
		if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		final Properties lines = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			lines.load(reader);
			final String uri = lines.getProperty("uri");
			final String etag = lines.getProperty("etag");
			if (uri == null || etag == null) {
				return Optional.empty();
			}
			return Optional.of(new FileNote(uri, etag, Long.parseLong(lines.getProperty("size")),
					Long.parseUnsignedLong(lines.getProperty("crc64"))));
		}
		catch (IllegalArgumentException ex) {
			// Not a number, or not even text of this form.
			return Optional.empty();
		}
	}

}
