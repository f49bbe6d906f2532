package io.ossmc.benchmark.client;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.DownloadFileRequest;
import io.ossmc.benchmark.server.Account;
import io.ossmc.benchmark.server.Source;

/** The Aliyun SDK's {@code downloadFile}, its own answer to large objects. */
final class SdkFileClient implements Client {

	private final OSS client;

	private final Task task;

	SdkFileClient(Task task) {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setCrcCheckEnabled(Boolean.parseBoolean(task.settings().text("crc", "true")));
		this.client = Account.client(task.endpoint(), configuration);
		this.task = task;
	}

	@Override
	public Fetched fetch(Source source) throws Exception {
		Path file = this.task.directory().resolve("sdk-" + ProcessHandle.current().pid());
		DownloadFileRequest request = new DownloadFileRequest(this.task.bucket(), source.key());
		request.setDownloadFile(file.toString());
		Settings settings = this.task.settings();
		if (settings.values().containsKey("tasks")) {
			request.setTaskNum(settings.number("tasks", 1));
		}
		if (settings.values().containsKey("part")) {
			request.setPartSize(settings.bytes("part", "100KiB"));
		}
		try {
			this.client.downloadFile(request);
		}
		catch (Throwable ex) {
			throw new IOException(ex);
		}
		return new DownloadedFile(file, Arena.ofShared());
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

	private record DownloadedFile(Path file, Arena arena) implements Fetched {

		@Override
		public MemorySegment content() throws IOException {
			try (FileChannel channel = FileChannel.open(this.file)) {
				return channel.map(MapMode.READ_ONLY, 0, channel.size(), this.arena);
			}
		}

		@Override
		public void close() throws IOException {
			this.arena.close();
			Files.delete(this.file);
		}

	}

}
