package io.ossmc.benchmark.client;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.ossmc.benchmark.server.Source;

/**
 * What a client's process is told: a file of properties.
 *
 * @param client its name
 * @param memory where the bytes land
 * @param directory a tmpfs for files, and for what the client keeps besides
 * @param verify whether this connector verifies
 * @param settings of the client
 * @param endpoint of the server
 * @param bucket of the sources
 * @param sources fetched in turn
 */
public record Task(String client, MemoryKind memory, Path directory, boolean verify, Settings settings, URI endpoint,
		String bucket, List<Source> sources) {

	/**
	 * The size of the largest source.
	 * @return bytes
	 */
	public long largest() {
		return this.sources.stream().mapToLong(Source::size).max().orElse(0);
	}

	/**
	 * Whether the server speaks HTTPS.
	 * @return true if so
	 */
	public boolean tls() {
		return "https".equals(this.endpoint.getScheme());
	}

	/**
	 * Writes it.
	 * @param file made or replaced
	 * @return the file
	 * @throws IOException if it cannot be written
	 */
	public Path write(Path file) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("client", this.client);
		properties.setProperty("memory", this.memory.name());
		properties.setProperty("directory", this.directory.toString());
		properties.setProperty("verify", Boolean.toString(this.verify));
		properties.setProperty("settings", this.settings.toString());
		properties.setProperty("endpoint", this.endpoint.toString());
		properties.setProperty("bucket", this.bucket);
		for (int number = 0; number < this.sources.size(); number++) {
			Source source = this.sources.get(number);
			properties.setProperty(number + ".key", source.key());
			properties.setProperty(number + ".size", Long.toString(source.size()));
			properties.setProperty(number + ".crc64", Long.toString(source.crc64()));
			properties.setProperty(number + ".url", source.url());
		}
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, null);
		}
		return file;
	}

	/**
	 * Reads it.
	 * @param file written by {@link #write}
	 * @return the task
	 * @throws IOException if it cannot be read
	 */
	public static Task read(Path file) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			properties.load(reader);
		}
		List<Source> sources = new ArrayList<>();
		for (int number = 0; properties.containsKey(number + ".key"); number++) {
			sources.add(new Source(properties.getProperty(number + ".key"),
					Long.parseLong(properties.getProperty(number + ".size")),
					Long.parseLong(properties.getProperty(number + ".crc64")),
					properties.getProperty(number + ".url")));
		}
		return new Task(properties.getProperty("client"), MemoryKind.valueOf(properties.getProperty("memory")),
				Path.of(properties.getProperty("directory")), Boolean.parseBoolean(properties.getProperty("verify")),
				Settings.of(properties.getProperty("settings")), URI.create(properties.getProperty("endpoint")),
				properties.getProperty("bucket"), sources);
	}

}
