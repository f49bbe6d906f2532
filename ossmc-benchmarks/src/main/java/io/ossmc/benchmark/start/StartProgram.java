package io.ossmc.benchmark.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.DownloadFileRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import io.ossmc.ModelLease;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.benchmark.client.ConnectorSettings;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.server.Account;

/**
 * Starts a model in a process of its own, each time anew. Arguments: endpoint, tmpfs,
 * budget, the local copy of the models, threads of the SDK. Commands: {@code fetch MODEL}
 * (this connector, without an engine), {@code load MODEL} (an engine, from the local
 * copy), {@code ossmc MODEL} and {@code sdk MODEL} (both). The answer is seconds from the
 * first request until every byte is there, or until the model has answered.
 */
public final class StartProgram {

	private final URI endpoint;

	private final Path directory;

	private final long budget;

	private final Path copy;

	private final int tasks;

	private StartProgram(String[] arguments) {
		this.endpoint = URI.create(arguments[0]);
		this.directory = Path.of(arguments[1]);
		this.budget = Long.parseLong(arguments[2]);
		this.copy = Path.of(arguments[3]);
		this.tasks = Integer.parseInt(arguments[4]);
	}

	/**
	 * Runs until standard input ends.
	 * @param arguments as above
	 * @throws IOException if standard input fails
	 */
	public static void main(String[] arguments) throws IOException {
		StartProgram program = new StartProgram(arguments);
		System.out.println("ready");
		System.out.flush();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			List<String> words = JavaProgram.words(line);
			JavaProgram.answer(() -> Double.toString(program.run(words.get(0), words.get(1)) / 1e9));
		}
		System.exit(0);
	}

	private long run(String what, String model) throws Exception {
		return switch (what) {
			case "fetch" -> connector(model, false);
			case "ossmc" -> connector(model, true);
			case "load" -> load(model);
			case "sdk" -> sdk(model);
			default -> throw new IllegalArgumentException(what);
		};
	}

	private long load(String model) throws Exception {
		long start = System.nanoTime();
		try (Engine engine = new Engine()) {
			engine.answer(this.copy.resolve(model).resolve("model.onnx"));
			return System.nanoTime() - start;
		}
	}

	/** Each file of weights goes to the engine as soon as it is there. */
	private long connector(String name, boolean load) throws Exception {
		Path place = Files.createTempDirectory(this.directory, "ossmc-");
		try (OssModelConnector connector = ConnectorSettings
			.builder(this.endpoint.toString(), Files.createDirectory(place.resolve("root")), this.budget)
			.build(); Engine engine = new Engine()) {
			long start = System.nanoTime();
			OssModel model = connector.prepareDirectory("oss://bench/" + name + "/", place.resolve("model"));
			if (load) {
				int files = weights(name);
				for (int file = 0; file < files; file++) {
					engine.weights(model.whenReady(LargeModel.file(file)).get(), file * LargeModel.PER_FILE);
				}
				engine.answer(model.whenReady("model.onnx").get());
			}
			try (ModelLease _ = model.lease()) {
				return System.nanoTime() - start;
			}
		}
	}

	/** The large model's are known by their names; the small one has none. */
	private int weights(String model) {
		int files = 0;
		while (Files.exists(this.copy.resolve(model).resolve(LargeModel.file(files)))) {
			files++;
		}
		return files;
	}

	private long sdk(String name) throws Exception {
		Path place = Files.createTempDirectory(this.directory, "sdk-");
		OSS client = Account.client(this.endpoint, new ClientBuilderConfiguration());
		try (Engine engine = new Engine()) {
			long start = System.nanoTime();
			for (OSSObjectSummary object : client.listObjects("bench", name + "/").getObjectSummaries()) {
				DownloadFileRequest request = new DownloadFileRequest("bench", object.getKey());
				request.setDownloadFile(place.resolve(object.getKey().substring(name.length() + 1)).toString());
				request.setTaskNum(this.tasks);
				request.setPartSize(8 << 20);
				download(client, request);
			}
			engine.answer(place.resolve("model.onnx"));
			return System.nanoTime() - start;
		}
		finally {
			client.shutdown();
			try (var files = Files.list(place)) {
				for (Path file : files.toList()) {
					Files.delete(file);
				}
			}
			Files.delete(place);
		}
	}

	private static void download(OSS client, DownloadFileRequest request) throws IOException {
		try {
			client.downloadFile(request);
		}
		catch (Throwable ex) {
			throw new IOException(ex);
		}
	}

}
