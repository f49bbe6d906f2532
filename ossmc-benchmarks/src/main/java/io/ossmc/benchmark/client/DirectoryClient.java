package io.ossmc.benchmark.client;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ossmc.ModelLease;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.benchmark.server.Source;

/** This connector's {@code prepareDirectory}: files on a tmpfs, published. */
final class DirectoryClient implements Client {

	private final OssModelConnector connector;

	private final Path place;

	private final String bucket;

	DirectoryClient(Task task) throws IOException {
		this.place = Files.createTempDirectory(task.directory(), "ossmc-");
		this.connector = ConnectorSettings.builder(task, Files.createDirectory(this.place.resolve("root"))).build();
		this.bucket = task.bucket();
	}

	@Override
	public Fetched fetch(Source source) {
		OssModel model = this.connector
			.prepareDirectory("oss://" + this.bucket + "/" + source.prefix(), this.place.resolve("model"))
			.await();
		return new Fetched() {

			private final ModelLease lease = model.lease();

			@Override
			public MemorySegment content() {
				return this.lease.segment(source.name());
			}

			@Override
			public void close() {
				this.lease.close();
				DirectoryClient.this.connector.remove(model.name());
				ConnectorSettings.awaitFree(DirectoryClient.this.connector, true);
			}

		};
	}

	@Override
	public void close() {
		this.connector.close();
	}

}
