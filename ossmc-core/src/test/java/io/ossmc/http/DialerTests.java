package io.ossmc.http;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Names, addresses and what happens when nobody is there. */
class DialerTests {

	private static final byte[] OBJECT = Settings.object(1_000);

	@Test
	void anAddressThatRefusesIsPassedOver() throws Exception {
		List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.99"), InetAddress.getByName("127.0.0.1"));
		try (RangeClient client = RangeClient.create(Settings.resolving((host) -> addresses, System::nanoTime));
				ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			CollectingSink sink = new CollectingSink(1_000);
			client.get(new RangeRequest(server.url("models.example"), 0, 999, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).isEqualTo(OBJECT);
			assertThat(ScriptedServer.header(server.requests().getFirst(), "Host"))
				.isEqualTo("models.example:" + server.port());
			assertThat(client.connections()).isEqualTo(1);
		}
	}

	@Test
	void aPortWhereNobodyListensIsAFailureToConnect() throws Exception {
		URI url;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			url = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/k?secret=SECRET");
		}
		try (RangeClient client = RangeClient.create(Settings.patient())) {
			assertThatExceptionOfType(HttpFailure.Connect.class)
				.isThrownBy(() -> client.get(new RangeRequest(url, 0, 9, "e"), new CollectingSink(10)))
				.satisfies((failure) -> assertThat(failure.host()).isEqualTo(url.getAuthority()))
				.withMessageContaining("refused")
				.withMessageNotContaining("SECRET");
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void anUnknownNameIsAFailureToConnect() {
		try (RangeClient client = RangeClient.create(Settings.resolving((host) -> List.of(), System::nanoTime))) {
			assertThatExceptionOfType(HttpFailure.Connect.class)
				.isThrownBy(() -> client.get(new RangeRequest(URI.create("http://models.example/k"), 0, 9, "e"),
						new CollectingSink(10)))
				.satisfies((failure) -> assertThat(failure.host()).isEqualTo("models.example"));
		}
	}

	@Test
	void theHostHeaderHasAPortOnlyWhereItIsNotTheSchemesOwn() {
		assertThat(Origin.of(URI.create("http://A.example/")).authority()).isEqualTo("a.example");
		assertThat(Origin.of(URI.create("http://a.example:80/")).authority()).isEqualTo("a.example");
		assertThat(Origin.of(URI.create("https://a.example:443/")).authority()).isEqualTo("a.example");
		assertThat(Origin.of(URI.create("https://a.example:80/")).authority()).isEqualTo("a.example:80");
		assertThat(Origin.of(URI.create("https://[::1]:8443/")).authority()).isEqualTo("[::1]:8443");
	}

}
