package io.ossmc.emulator;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The emulator as a program.
 */
public final class Main {

	private static final String USAGE = """
			An OSS server for tests and laptops.

			java -jar ossmc-emulator-exec.jar --access-key-id=<id> --access-key-secret=<secret> [options]

			  --root=<folder>                  each sub-folder is a bucket, its files are the objects
			  --synthetic=<bucket>/<key>=<size>[:<seed>]
			                                   an object computed on the fly, as models/big.bin=136GB; repeatable
			  --synthetic-bucket=<bucket>=<shape>:<count>[:<size>]
			                                   a bucket of objects computed on the fly, as many=flat:1000000:100KB; shapes are
			                                   flat, uuids, dates, deep, giant, cjk, zipf; repeatable
			  --host=<address>                 to listen on (127.0.0.1)
			  --port=<number>                  to listen on (0: any free one)
			  --region=<region>                that V4 signatures must name (cn-hangzhou)
			  --access-key-id=<id>             or the variable OSS_ACCESS_KEY_ID
			  --access-key-secret=<secret>     or the variable OSS_ACCESS_KEY_SECRET
			  --security-token=<token>         or the variable OSS_SESSION_TOKEN; clients must send it along
			  --bandwidth=<bytes>              a second, all connections together, as 200MB (0: unlimited)
			  --bandwidth-per-connection=<bytes>
			  --ttfb=<time>                    before the first byte of an object, as 15ms (0)
			  --list-latency=<time>            before each page of a listing, as 60ms (0)
			  --tls-keystore=<file>            PKCS#12 or JKS; serves HTTPS
			  --tls-password=<password>        of that file, or the variable OSSMC_TLS_PASSWORD
			""";

	private Main() {
	}

	/**
	 * Runs the emulator until the process is told to end.
	 * @param arguments see {@code --help}
	 */
	public static void main(String[] arguments) {
		int status = run(List.of(arguments), System.getenv(), System.out, System.err, Main::untilTerminated);
		if (status != 0) {
			System.exit(status);
		}
	}

	static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err,
			Service service) {
		try {
			Options options = new Options(arguments, environment);
			if (options.help()) {
				out.print(USAGE);
				return 0;
			}
			try (OssEmulator emulator = start(options)) {
				out.println("OSS emulator ready at " + emulator.endpoint() + ", region " + emulator.region());
				out.flush();
				service.serve(emulator);
			}
			return 0;
		}
		catch (UsageException ex) {
			err.println(ex.text());
			return 2;
		}
	}

	private static OssEmulator start(Options options) {
		OssEmulatorBuilder builder = OssEmulator.builder().port(options.port());
		options.get("host").ifPresent(builder::host);
		options.get("region").ifPresent(builder::region);
		options.get("bandwidth").ifPresent((text) -> builder.bandwidth(Quantity.bytes("bandwidth", text)));
		options.get("bandwidth-per-connection")
			.ifPresent((text) -> builder.bandwidthPerConnection(Quantity.bytes("bandwidth-per-connection", text)));
		options.get("ttfb").ifPresent((text) -> builder.timeToFirstByte(Quantity.time("ttfb", text)));
		options.get("list-latency").ifPresent((text) -> builder.listLatency(Quantity.time("list-latency", text)));
		credentials(options, builder);
		options.get("root").ifPresent((root) -> builder.root(folder(root)));
		options.get("tls-keystore").ifPresent((file) -> tls(options, Path.of(file), builder));
		List<SyntheticOption> synthetic = options.all("synthetic").stream().map(SyntheticOption::parse).toList();
		List<SyntheticBucketOption> buckets = options.all("synthetic-bucket")
			.stream()
			.map(SyntheticBucketOption::parse)
			.toList();
		if (options.get("root").isEmpty() && synthetic.isEmpty() && buckets.isEmpty()) {
			throw new UsageException("Nothing to serve: give --root=<folder with one sub-folder a bucket>"
					+ " or --synthetic=bucket/key=size.");
		}
		OssEmulator emulator;
		try {
			emulator = builder.start();
		}
		catch (UncheckedIOException ex) {
			throw new UsageException(ex.getMessage() + ". Give another --host or --port (0 for any free one).");
		}
		try {
			buckets.forEach((bucket) -> emulator.syntheticBucket(bucket.bucket(), bucket.keys(), bucket.size()));
			synthetic.forEach((object) -> emulator.bucket(object.bucket())
				.putSynthetic(object.key(), object.size(), object.seed()));
			return emulator;
		}
		catch (IllegalArgumentException ex) {
			emulator.close();
			throw new UsageException("--synthetic: " + ex.getMessage() + ".");
		}
	}

	private static void credentials(Options options, OssEmulatorBuilder builder) {
		String id = options.required("access-key-id", "OSS_ACCESS_KEY_ID");
		String secret = options.required("access-key-secret", "OSS_ACCESS_KEY_SECRET");
		options.get("security-token", "OSS_SESSION_TOKEN")
			.ifPresentOrElse((token) -> builder.credentials(id, secret, token), () -> builder.credentials(id, secret));
	}

	private static Path folder(String root) {
		Path folder = Path.of(root);
		if (!Files.isDirectory(folder)) {
			throw new UsageException("--root=" + root + " is not a folder: create it, with one sub-folder a bucket.");
		}
		return folder;
	}

	private static void tls(Options options, Path file, OssEmulatorBuilder builder) {
		char[] password = options.get("tls-password", "OSSMC_TLS_PASSWORD").orElse("").toCharArray();
		try (InputStream input = new FileInputStream(file.toFile())) {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(input, password);
			builder.tls(keys, password);
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			throw new UsageException("--tls-keystore=" + file + " cannot be opened (" + ex.getMessage()
					+ "): give a PKCS#12 or JKS file that is readable, and its --tls-password.");
		}
	}

	/**
	 * The JVM's own end, by SIGTERM or Ctrl-C, closes the emulator before the process
	 * goes.
	 */
	private static void untilTerminated(OssEmulator emulator) {
		CountDownLatch terminated = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			emulator.close();
			terminated.countDown();
		}, "oss-emulator-shutdown"));
		try {
			terminated.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What the program does while the emulator serves. */
	@FunctionalInterface
	interface Service {

		void serve(OssEmulator emulator);

	}

}
