package io.ossmc.http;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However a server cuts its reply into writes and whatever buffers the sink gives, the
 * bytes that are delivered are the bytes that were sent.
 */
class DeliveryPropertyTests {

	private static final byte[] OBJECT = Settings.object(120_000);

	@Property(tries = 150)
	void deliversWhatWasSent(@ForAll @IntRange(max = 119_999) int first, @ForAll @IntRange(max = 119_999) int other,
			@ForAll @IntRange(min = 1, max = 20_000) int largestWrite,
			@ForAll @IntRange(min = 1, max = 30_000) int largestBuffer, @ForAll @IntRange(max = 3) int interim,
			@ForAll @IntRange(max = 9_000) int padding, @ForAll long seed) throws Exception {
		int from = Math.min(first, other);
		int to = Math.max(first, other);
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					String request;
					while (!(request = connection.request()).isEmpty()) {
						connection.send(reply(request, interim, padding), largestWrite, new Random(seed));
					}
				})) {
			Random sizes = new Random(seed);
			// The second one is served by the same connection: nothing of the first is
			// left in it.
			for (int i = 0; i < 2; i++) {
				CollectingSink sink = new CollectingSink(() -> 1 + sizes.nextInt(largestBuffer));
				RangeReply reply = client.get(new RangeRequest(server.url(), from, to, ScriptedServer.ETAG), sink);
				assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, from, to));
				assertThat(reply.reusedConnection()).isEqualTo(i > 0);
			}
		}
	}

	private static byte[] reply(String request, int interim, int padding) {
		String head = "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n".repeat(interim)
				+ ScriptedServer.head(request, OBJECT).replace("AliyunOSS", "AliyunOSS" + "s".repeat(padding));
		byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
		byte[] body = ScriptedServer.body(request, OBJECT);
		byte[] reply = new byte[start.length + body.length];
		System.arraycopy(start, 0, reply, 0, start.length);
		System.arraycopy(body, 0, reply, start.length, body.length);
		return reply;
	}

}
