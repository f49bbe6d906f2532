package io.ossmc.benchmark.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.benchmark.machine.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A stock nginx that sends the files of a bucket with {@code sendfile}: nobody's own
 * server, and cheaper than ours. Signatures are not looked at; the CRC header of OSS and
 * one listing for each directory are written into its configuration.
 */
public final class NginxServer implements Server {

	private static final String PID = "nginx.pid";

	private final Process process;

	private final URI endpoint;

	private NginxServer(Process process, URI endpoint) {
		this.process = process;
		this.endpoint = endpoint;
	}

	/**
	 * Whether there is one.
	 * @return its path
	 */
	public static Optional<Path> find() {
		return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, "nginx"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Starts one.
	 * @param nginx its path
	 * @param files what it serves
	 * @param certificate for HTTPS; null for HTTP
	 * @param placement where it runs
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static NginxServer start(Path nginx, SourceFiles files, @Nullable Certificate certificate,
			Placement placement) throws IOException {
		Path home = Files.createDirectories(files.root().resolve((certificate != null) ? "nginx-tls" : "nginx"));
		int port = freePort();
		for (String key : files.keys()) {
			listing(home, files, key);
		}
		Path configuration = Files.writeString(home.resolve("nginx.conf"),
				configuration(home, files, port, certificate));
		Files.deleteIfExists(home.resolve(PID));
		Process process = new ProcessBuilder(placement.server(
				List.of(nginx.toString(), "-p", home.toString(), "-c", configuration.toString(), "-e", "error.log")))
			.redirectErrorStream(true)
			.redirectOutput(home.resolve("output.log").toFile())
			.start();
		NginxServer server = new NginxServer(process,
				URI.create(((certificate != null) ? "https" : "http") + "://127.0.0.1:" + port));
		try {
			server.awaitListening(home);
			return server;
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** It writes its process id once it listens. */
	private void awaitListening(Path home) throws IOException {
		try {
			for (int attempt = 0; attempt < 200 && !this.process.waitFor(50, TimeUnit.MILLISECONDS); attempt++) {
				if (Files.exists(home.resolve(PID))) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		throw new IOException("nginx does not start: " + Files.readString(home.resolve("output.log")));
	}

	private static String configuration(Path home, SourceFiles files, int port, @Nullable Certificate certificate)
			throws IOException {
		StringBuilder locations = new StringBuilder();
		for (String key : files.keys()) {
			locations.append("location = /")
				.append(SourceFiles.BUCKET)
				.append('/')
				.append(key)
				.append(" { add_header ")
				.append("x-oss-hash-crc64ecma ")
				.append(Long.toUnsignedString(files.crc64(key)))
				.append("; }\n");
		}
		String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
		String tls = (certificate == null) ? ""
				: "ssl_certificate " + certificate.pem() + ";\nssl_certificate_key " + certificate.key() + ";\n";
		// What follows "events" is stock, but for connections that live as long as a
		// round.
		return user + """
				daemon off;
				worker_processes auto;
				pid PID_FILE;
				events { worker_connections 1024; }
				http {
				  access_log off;
				  sendfile on;
				  tcp_nopush on;
				  keepalive_requests 100000000;
				  keepalive_timeout 1d;
				  client_body_temp_path body;
				  proxy_temp_path proxy;
				  fastcgi_temp_path fastcgi;
				  uwsgi_temp_path uwsgi;
				  scgi_temp_path scgi;
				  map $args $listing { default ""; "~(^|&)list-type=2(&|$)" yes; }
				  map $arg_prefix $directory { default none; "~^(?<letter>[a-z])(%2F|/)" $letter; }
				  server {
				    listen 127.0.0.1:PORT TLS;
				    CERTIFICATE
				    root ROOT;
				    add_header x-oss-request-id 0000000000000000000000;
				    location = /BUCKET/ {
				      if ($listing) { rewrite ^ /listings/$directory.xml last; }
				      return 404;
				    }
				    location /listings/ { root HOME; default_type application/xml; }
				    LOCATIONS
				  }
				}
				""".replace("PORT", Integer.toString(port))
			.replace("TLS", (certificate != null) ? "ssl" : "")
			.replace("CERTIFICATE", tls)
			.replace("PID_FILE", PID)
			.replace("ROOT", files.root().toString())
			.replace("HOME", home.toString())
			.replace("LOCATIONS", locations)
			.replace("BUCKET", SourceFiles.BUCKET);
	}

	/** One answer to ListObjectsV2, with the ETag that nginx gives the file. */
	private static void listing(Path home, SourceFiles files, String key) throws IOException {
		Path file = files.file(key);
		// nginx knows seconds only.
		Instant modified = Instant.ofEpochSecond(Files.getLastModifiedTime(file).toMillis() / 1000);
		Files.setLastModifiedTime(file, FileTime.from(modified));
		String etag = String.format(Locale.ROOT, "%x-%x", modified.getEpochSecond(), files.size());
		String prefix = key.substring(0, key.indexOf('/') + 1);
		Path directory = Files.createDirectories(home.resolve("listings"));
		Files.write(directory.resolve(prefix.charAt(0) + ".xml"),
				"""
						<?xml version="1.0" encoding="UTF-8"?>
						<ListBucketResult><Name>%s</Name><Prefix>%s</Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>
						<KeyCount>1</KeyCount><EncodingType>url</EncodingType><Contents><Key>%s</Key><LastModified>%s</LastModified>
						<ETag>"%s"</ETag><Type>Normal</Type><Size>%d</Size><StorageClass>Standard</StorageClass></Contents>
						</ListBucketResult>
						"""
					.formatted(SourceFiles.BUCKET, prefix.replace("/", "%2F"), key.replace("/", "%2F"),
							DateTimeFormatter.ISO_INSTANT.format(modified).replace("Z", ".000Z"), etag, files.size())
					.getBytes(StandardCharsets.UTF_8),
				StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
	}

	@Override
	public String description() {
		return "nginx";
	}

	@Override
	public URI endpoint() {
		return this.endpoint;
	}

	@Override
	public ProcessHandle process() {
		return this.process.toHandle();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
