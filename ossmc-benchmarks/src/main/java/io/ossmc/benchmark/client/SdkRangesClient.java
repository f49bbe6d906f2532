package io.ossmc.benchmark.client;

import java.io.InputStream;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import io.ossmc.benchmark.server.Account;
import io.ossmc.benchmark.server.Source;

/** The Aliyun SDK's {@code getObject}, ranges of an object at once. */
final class SdkRangesClient implements Ranges {

	private final OSS client;

	private final String bucket;

	private final int buffer;

	private SdkRangesClient(OSS client, String bucket, int buffer) {
		this.client = client;
		this.bucket = bucket;
		this.buffer = buffer;
	}

	static Client create(Task task) {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setCrcCheckEnabled(Boolean.parseBoolean(task.settings().text("crc", "true")));
		OSS client = Account.client(task.endpoint(), configuration);
		return new RangedClient(task,
				new SdkRangesClient(client, task.bucket(), (int) task.settings().bytes("buffer", "16KiB")),
				client::shutdown);
	}

	@Override
	public void fetch(Source source, long position, long length, Destination destination) throws Exception {
		GetObjectRequest request = new GetObjectRequest(this.bucket, source.key());
		request.setRange(position, position + length - 1);
		try (OSSObject object = this.client.getObject(request); InputStream content = object.getObjectContent()) {
			StreamCopy.copy(content, position, length, this.buffer, destination);
		}
	}

}
