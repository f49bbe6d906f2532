package io.ossmc.benchmark.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.benchmark.server.Source;

/**
 * The JDK's HttpClient: its buffers are copied to the destination as they come, without
 * anything between.
 */
final class JdkClient implements Ranges {

	private static final int PARTIAL = 206;

	private final HttpClient client;

	private JdkClient(HttpClient client) {
		this.client = client;
	}

	static Client create(Task task) {
		// Read once, when the client's classes are loaded.
		if (task.settings().values().containsKey("buffer")) {
			System.setProperty("jdk.httpclient.bufsize", Long.toString(task.settings().bytes("buffer", "16KiB")));
		}
		HttpClient client = HttpClient.newHttpClient();
		return new RangedClient(task, new JdkClient(client), client::shutdownNow);
	}

	@Override
	public void fetch(Source source, long position, long length, Destination destination) throws Exception {
		AtomicLong done = new AtomicLong();
		HttpResponse<Void> response = this.client.send(
				HttpRequest.newBuilder(URI.create(source.url()))
					.header("Range", "bytes=" + position + "-" + (position + length - 1))
					.build(),
				(head) -> BodySubscribers.fromSubscriber(new CopyingSubscriber(
						(bytes) -> put(bytes, position + done.getAndAdd(bytes.remaining()), destination))));
		if (response.statusCode() != PARTIAL || done.get() != length) {
			throw new IOException(response.statusCode() + " with " + done + " bytes");
		}
	}

	private static void put(ByteBuffer bytes, long position, Destination destination) {
		try {
			destination.write(position, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
