package io.ossmc.benchmark.smallfiles;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import io.ossmc.ModelLease;
import io.ossmc.OssModelConnector;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.ConnectorSettings;
import io.ossmc.benchmark.machine.ProcessorTime;
import io.ossmc.benchmark.machine.Tmpfs;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.server.Account;
import io.ossmc.benchmark.server.SmallObjects;
import io.ossmc.emulator.SyntheticObject;

/**
 * Brings a directory of many small files into a tmpfs, each time anew. Arguments: client,
 * endpoint, tmpfs, how many files, bytes of each, threads of the SDK. Each line of
 * standard input is one time; the answer is a {@link SmallFilesRow.Round}. Afterwards,
 * outside all measured time, every byte is compared with what the server computes.
 */
public final class SmallFilesProgram {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final URI endpoint;

	private final Path directory;

	private final SmallObjects objects;

	private final int threads;

	private SmallFilesProgram(String[] arguments) {
		this.endpoint = URI.create(arguments[1]);
		this.directory = Path.of(arguments[2]);
		this.objects = new SmallObjects(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
		this.threads = Integer.parseInt(arguments[5]);
	}

	/**
	 * Runs until standard input ends.
	 * @param arguments as above
	 * @throws IOException if standard input fails
	 */
	public static void main(String[] arguments) throws IOException {
		SmallFilesProgram program = new SmallFilesProgram(arguments);
		System.out.println("ready");
		System.out.flush();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			JavaProgram.answer(() -> (arguments[0].equals(Clients.OSSMC) ? program.connector() : program.sdk()).line());
		}
		System.exit(0);
	}

	private SmallFilesRow.Round connector() throws Exception {
		Path place = Files.createTempDirectory(this.directory, "ossmc-");
		try (OssModelConnector connector = ConnectorSettings
			.builder(this.endpoint.toString(), Files.createDirectory(place.resolve("root")),
					2L * this.objects.count() * (this.objects.size() + 4096))
			.build()) {
			Meter meter = new Meter();
			try (ModelLease lease = connector
				.prepareDirectory("oss://" + SmallObjects.BUCKET + "/" + SmallObjects.FOLDER, place.resolve("model"))
				.lease()) {
				return meter.read(() -> check(lease.path()));
			}
		}
		finally {
			Tmpfs.delete(place);
		}
	}

	private SmallFilesRow.Round sdk() throws Exception {
		Path place = Files.createTempDirectory(this.directory, "sdk-");
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setMaxConnections(this.threads);
		Meter meter = new Meter();
		OSS client = Account.client(this.endpoint, configuration);
		try (ExecutorService pool = Executors.newFixedThreadPool(this.threads)) {
			List<Future<?>> files = new ArrayList<>();
			ListObjectsV2Request request = new ListObjectsV2Request(SmallObjects.BUCKET, SmallObjects.FOLDER);
			request.setMaxKeys(1000);
			ListObjectsV2Result page;
			do {
				page = client.listObjectsV2(request);
				for (OSSObjectSummary object : page.getObjectSummaries()) {
					files.add(pool.submit(() -> download(client, object.getKey(), place)));
				}
				request.setContinuationToken(page.getNextContinuationToken());
			}
			while (page.isTruncated());
			for (Future<?> file : files) {
				file.get();
			}
			return meter.read(() -> check(place));
		}
		finally {
			client.shutdown();
			Tmpfs.delete(place);
		}
	}

	private static long download(OSS client, String key, Path place) throws IOException {
		try (OSSObject object = client.getObject(SmallObjects.BUCKET, key);
				InputStream content = object.getObjectContent()) {
			return Files.copy(content, place.resolve(key.substring(SmallObjects.FOLDER.length())));
		}
	}

	private void check(Path place) throws IOException {
		for (int number = 0; number < this.objects.count(); number++) {
			ByteBuffer expected = ByteBuffer.allocate(this.objects.size());
			SyntheticObject.fill(this.objects.size(), number, 0, expected);
			Path file = place.resolve(SmallObjects.name(number));
			if (!expected.flip().equals(ByteBuffer.wrap(Files.readAllBytes(file)))) {
				throw new IllegalStateException(file + " is not what the server has");
			}
		}
	}

	/** What is done about the result, not measured. */
	@FunctionalInterface
	private interface Look {

		void run() throws IOException;

	}

	/** From when it is made until it is read. */
	private static final class Meter {

		private final long heap = liveHeap();

		private final long cpu;

		private final long start;

		Meter() {
			THREADS.resetPeakThreadCount();
			this.cpu = ProcessorTime.nanos();
			this.start = System.nanoTime();
		}

		SmallFilesRow.Round read(Look check) throws IOException {
			double seconds = (System.nanoTime() - this.start) / 1e9;
			double cpuSeconds = (ProcessorTime.nanos() - this.cpu) / 1e9;
			int peak = THREADS.getPeakThreadCount();
			long growth = liveHeap() - this.heap;
			check.run();
			return new SmallFilesRow.Round(seconds, cpuSeconds, peak, growth);
		}

		private static long liveHeap() {
			System.gc();
			return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}

	}

}
