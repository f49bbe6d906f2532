package io.ossmc.benchmark.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.ossmc.benchmark.server.Source;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;

/**
 * The HTTP client of the AWS common runtime: native code on event loops, arrays of bytes
 * handed to Java.
 */
final class CrtClient implements Ranges {

	private static final int PARTIAL = 206;

	private final HttpClientConnectionManager manager;

	private final String host;

	private CrtClient(HttpClientConnectionManager manager, String host) {
		this.manager = manager;
		this.host = host;
	}

	static Client create(Task task) {
		Settings settings = task.settings();
		ClientBootstrap bootstrap = ClientBootstrap.getOrCreateStaticDefault();
		if (settings.values().containsKey("loops")) {
			EventLoopGroup loops = new EventLoopGroup(settings.number("loops", 0));
			bootstrap = new ClientBootstrap(loops, new HostResolver(loops));
		}
		HttpClientConnectionManagerOptions options = new HttpClientConnectionManagerOptions()
			.withClientBootstrap(bootstrap)
			.withSocketOptions(new SocketOptions())
			.withUri(task.endpoint())
			.withMaxConnections(settings.number("connections", 4));
		if (task.tls()) {
			options.withTlsContext(new TlsContext(TlsContextOptions.createDefaultClient()
				.withCertificateAuthorityFromPath(null, settings.text("ca", ""))));
		}
		HttpClientConnectionManager manager = HttpClientConnectionManager.create(options);
		return new RangedClient(task,
				new CrtClient(manager, task.endpoint().getHost() + ":" + task.endpoint().getPort()), manager::close);
	}

	@Override
	public void fetch(Source source, long position, long length, Destination destination) throws Exception {
		URI url = URI.create(source.url());
		HttpRequest request = new HttpRequest("GET", url.getRawPath() + "?" + url.getRawQuery(),
				new HttpHeader[] { new HttpHeader("Host", this.host),
						new HttpHeader("Range", "bytes=" + position + "-" + (position + length - 1)) },
				null);
		HttpClientConnection connection = this.manager.acquireConnection().get();
		try {
			Body body = new Body(position, destination);
			HttpStream stream = connection.makeRequest(request, body);
			try (stream) {
				stream.activate();
				int status = body.complete.get();
				if (status != PARTIAL || body.at != position + length) {
					throw new IOException(status + " with " + (body.at - position) + " bytes");
				}
			}
		}
		finally {
			this.manager.releaseConnection(connection);
		}
	}

	/** Called on one event loop; published by the completion. */
	private static final class Body implements HttpStreamResponseHandler {

		private final CompletableFuture<Integer> complete = new CompletableFuture<>();

		private final Destination destination;

		private long at;

		Body(long position, Destination destination) {
			this.at = position;
			this.destination = destination;
		}

		@Override
		public void onResponseHeaders(HttpStream stream, int status, int block, HttpHeader[] headers) {
		}

		@Override
		public int onResponseBody(HttpStream stream, byte[] bytes) {
			try {
				this.destination.write(this.at, ByteBuffer.wrap(bytes));
				this.at += bytes.length;
				return bytes.length;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void onResponseComplete(HttpStream stream, int error) {
			if (error == 0) {
				this.complete.complete(stream.getResponseStatusCode());
			}
			else {
				this.complete.completeExceptionally(new IOException("error " + error));
			}
		}

	}

}
