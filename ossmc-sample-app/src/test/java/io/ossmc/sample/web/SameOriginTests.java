package io.ossmc.sample.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Other people's pages in the same browser get nothing from the gateway. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.web.hosts=gateway.example")
class SameOriginTests {

	/** Where a request that was let through meets its 404. */
	private static final String ENDPOINT = "/actuator/ossmc/no-such-model";

	@LocalServerPort
	int port;

	@Test
	void nobodyElseReachesThePort() {
		assertThatIOException().isThrownBy(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.2", this.port), 1000);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin: https://evil.example", "Origin: http://localhost:1", "Origin: http://localhost",
			"Origin: null", "Origin: localhost:PORT", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
			"Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost:PORT",
			"Origin: http://localhost:PORT\r\nOrigin: https://evil.example",
			"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document" })
	void whatOtherPagesSendChangesNothing(String headers) throws IOException {
		for (String method : new String[] { "POST", "DELETE" }) {
			refused(send(method + " " + ENDPOINT, "Host: localhost:PORT", "Content-Length: 0", headers),
					"comes from another page");
		}
		refused(send("POST /embed", "Host: localhost:PORT", "Content-Length: 0", headers), "comes from another page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image",
			"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
			"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty",
			"Origin: https://evil.example" })
	void whatOtherPagesEmbedMakesTheGatewayFetchNoModel(String headers) throws IOException {
		refused(send("GET /similarity?model=e5&a=a&b=b", "Host: localhost:PORT", headers), "comes from another page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin: http://localhost:PORT", "Origin: HTTP://LOCALHOST:PORT",
			"Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:PORT", "Sec-Fetch-Site: none",
			"User-Agent: no browser" })
	void thePageItselfAndProgramsMayChangeModels(String headers) throws IOException {
		for (String method : new String[] { "POST", "DELETE" }) {
			assertThat(send(method + " " + ENDPOINT, "Host: localhost:PORT", "Content-Length: 0", headers).status())
				.isEqualTo(404);
		}
	}

	@Test
	void aProxyThatEndsTlsAndKeepsTheHostMayStandBefore() throws IOException {
		assertThat(send("POST " + ENDPOINT, "Host: gateway.example", "Content-Length: 0",
				"Origin: https://gateway.example")
			.status()).isEqualTo(404);
	}

	@Test
	void aLinkLeadsToThePage() throws IOException {
		assertThat(send("GET /", "Host: localhost:PORT", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
				"Sec-Fetch-Dest: document")
			.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:PORT", "localhost.evil.example", "127.0.0.1.evil.example",
			"evil-gateway.example", "gateway.example.evil.example", "203.0.113.7:PORT", "0.0.0.0:PORT", "[2001:db8::1]",
			"0:PORT" })
	void aNameThatIsNotTheGatewaysIsRefused(String host) throws IOException {
		for (String target : new String[] { "/", "/actuator/ossmc", "/actuator/health", "/similarity?model=e5&a=a&b=b",
				"/no-such-page" }) {
			refused(send("GET " + target, "Host: " + host), "sample.web.hosts");
		}
		refused(send("POST " + ENDPOINT, "Host: " + host, "Content-Length: 0", "Origin: http://" + host),
				"sample.web.hosts");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:PORT", "LOCALHOST:1234", "localhost.", "127.0.0.1:PORT",
			"127.0.0.1", "[::1]:PORT", "gateway.example", "Gateway.Example:8443" })
	void itsOwnNamesAndAddressesAreServed(String host) throws IOException {
		assertThat(send("GET /actuator/ossmc", "Host: " + host).status()).isEqualTo(200);
	}

	private RawExchange send(String requestLine, String... headers) throws IOException {
		String[] lines = String.join("\r\n", headers).replace("PORT", Integer.toString(this.port)).split("\r\n");
		return RawExchange.of(InetAddress.getLoopbackAddress(), this.port, requestLine, lines);
	}

	private static void refused(RawExchange exchange, String why) {
		assertThat(exchange.status()).as(exchange.text()).isEqualTo(403);
		assertThat(exchange.text()).contains("application/problem+json").contains(why);
		assertThat(exchange.header("X-Content-Type-Options")).isEqualTo("nosniff");
	}

}
