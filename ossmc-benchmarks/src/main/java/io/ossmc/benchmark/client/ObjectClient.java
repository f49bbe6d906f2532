package io.ossmc.benchmark.client;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.time.Duration;

import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import io.ossmc.benchmark.server.Source;

/** This connector's {@code open(uri).segment()}: private memory. */
final class ObjectClient implements Client {

	private static final Duration AT_ONCE = Duration.ofMillis(100);

	private final OssModelConnector connector;

	private final boolean fresh;

	private final String bucket;

	ObjectClient(Task task) throws IOException {
		this.fresh = task.memory() == MemoryKind.PRIVATE;
		this.connector = ConnectorSettings.builder(task, Files.createTempDirectory(task.directory(), "root-"))
			.retain(this.fresh ? AT_ONCE : Duration.ofHours(1))
			.build();
		this.bucket = task.bucket();
	}

	@Override
	public Fetched fetch(Source source) {
		OssObject object = this.connector.open("oss://" + this.bucket + "/" + source.key());
		MemorySegment content = object.segment();
		return new Fetched() {
			@Override
			public MemorySegment content() {
				return content;
			}

			@Override
			public void close() {
				object.close();
				ConnectorSettings.awaitFree(ObjectClient.this.connector, !ObjectClient.this.fresh);
			}
		};
	}

	@Override
	public void close() {
		this.connector.close();
	}

}
