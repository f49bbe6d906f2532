package io.ossmc.benchmark.list;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import io.ossmc.ListOptions;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModelConnector;
import io.ossmc.benchmark.client.ConnectorSettings;
import io.ossmc.benchmark.machine.ProcessorTime;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.server.Account;

/**
 * Lists buckets in a process of its own. Arguments: endpoint, a directory of tmpfs.
 * Commands: {@code CLIENT BUCKET PAUSE}, a client being {@code ossmc},
 * {@code ossmc-ordered} or {@code sdk} and the pause milliseconds for which the reader
 * stops in the middle. The answer is what it took, what came, and whether that was in
 * order.
 */
public final class ListProgram {

	private final URI endpoint;

	private final OssModelConnector connector;

	private ListProgram(URI endpoint, OssModelConnector connector) {
		this.endpoint = endpoint;
		this.connector = connector;
	}

	/**
	 * Runs until standard input ends.
	 * @param arguments as above
	 * @throws IOException if standard input fails
	 */
	public static void main(String[] arguments) throws IOException {
		Path root = Files.createTempDirectory(Path.of(arguments[1]), "list-");
		try (OssModelConnector connector = ConnectorSettings.builder(arguments[0], root, 64L << 20).build()) {
			ListProgram program = new ListProgram(URI.create(arguments[0]), connector);
			System.out.println("ready");
			System.out.flush();
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				List<String> words = JavaProgram.words(line);
				JavaProgram
					.answer(() -> program.run(words.get(0), words.get(1), Long.parseLong(words.get(2))).toString());
			}
		}
		System.exit(0);
	}

	private Listed run(String client, String bucket, long pause) throws Exception {
		Reader reader = new Reader(pause);
		try (HeapGrowth heap = new HeapGrowth()) {
			long cpu = ProcessorTime.nanos();
			long start = System.nanoTime();
			switch (client) {
				case "ossmc" -> connector(bucket, ListOptions.recursive().ordered(false), reader);
				case "ossmc-ordered" -> connector(bucket, ListOptions.recursive(), reader);
				case "sdk" -> sdk(bucket, reader);
				default -> throw new IllegalArgumentException(client);
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			return new Listed(reader.keys, reader.hash, reader.ordered, seconds, (ProcessorTime.nanos() - cpu) / 1e3,
					heap.bytes());
		}
	}

	private void connector(String bucket, ListOptions options, Reader reader) {
		try (Stream<ObjectSummary> listed = this.connector.list("oss://" + bucket + "/", options)) {
			listed.forEach((object) -> reader.read(object.key()));
		}
	}

	/** As its documentation shows it. */
	private void sdk(String bucket, Reader reader) {
		OSS client = Account.client(this.endpoint, new ClientBuilderConfiguration());
		try {
			ListObjectsV2Request request = new ListObjectsV2Request(bucket).withMaxKeys(1000);
			request.setEncodingType("url");
			ListObjectsV2Result page;
			do {
				page = client.listObjectsV2(request);
				for (OSSObjectSummary object : page.getObjectSummaries()) {
					reader.read(URLDecoder.decode(object.getKey(), StandardCharsets.UTF_8));
				}
				request.setContinuationToken(page.getNextContinuationToken());
			}
			while (page.isTruncated());
		}
		finally {
			client.shutdown();
		}
	}

	/** Takes keys. */
	private static final class Reader {

		/** Where it stops for a while. */
		private static final long PAUSE_AT = 50_000;

		private final long pause;

		private long keys;

		private long hash;

		private boolean ordered = true;

		private String last = "";

		Reader(long pause) {
			this.pause = pause;
		}

		void read(String key) {
			this.keys++;
			this.hash += Listed.hash(key);
			this.ordered &= Listed.inOrder(this.last, key);
			this.last = key;
			if (this.keys == PAUSE_AT && this.pause > 0) {
				try {
					Thread.sleep(this.pause);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
