package io.ossmc.benchmark.client;

import java.io.IOException;

import io.ossmc.benchmark.server.Source;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;

/** Apache HttpClient 5, the classic one with blocking streams. */
final class ApacheClient implements Ranges {

	private static final int PARTIAL = 206;

	private final CloseableHttpClient client;

	private final int buffer;

	private ApacheClient(CloseableHttpClient client, int buffer) {
		this.client = client;
		this.buffer = buffer;
	}

	static Client create(Task task) {
		int connections = task.settings().number("connections", 4);
		int session = (int) task.settings().bytes("session", "8KiB");
		CloseableHttpClient client = HttpClients.custom()
			.useSystemProperties()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.useSystemProperties()
				.setMaxConnPerRoute(connections)
				.setMaxConnTotal(connections)
				.setDefaultConnectionConfig(
						ConnectionConfig.custom().setValidateAfterInactivity(TimeValue.ofDays(1)).build())
				.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
					.http1Config(Http1Config.custom().setBufferSize(session).build())
					.build())
				.build())
			.build();
		return new RangedClient(task, new ApacheClient(client, (int) task.settings().bytes("buffer", "16KiB")), client);
	}

	@Override
	public void fetch(Source source, long position, long length, Destination destination) throws Exception {
		HttpGet get = new HttpGet(source.url());
		get.setHeader("Range", "bytes=" + position + "-" + (position + length - 1));
		this.client.execute(get, (response) -> {
			if (response.getCode() != PARTIAL) {
				throw new IOException("status " + response.getCode());
			}
			StreamCopy.copy(response.getEntity().getContent(), position, length, this.buffer, destination);
			return true;
		});
	}

}
