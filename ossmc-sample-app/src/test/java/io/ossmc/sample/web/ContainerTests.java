package io.ossmc.sample.web;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/** The gateway in a container, whose port is for others. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("container")
@DirtiesContext
class ContainerTests {

	@LocalServerPort
	int port;

	@Test
	void thePortIsThereAtEveryAddressOfTheMachine() throws IOException {
		List<InetAddress> addresses = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter(Inet4Address.class::isInstance)
			.toList();
		assertThat(addresses).isNotEmpty();
		for (InetAddress address : addresses) {
			String host = address.getHostAddress();
			assertThat(RawExchange.of(address, this.port, "GET /actuator/ossmc", "Host: " + host).status()).as(host)
				.isEqualTo(200);
		}
	}

	@Test
	void nobodyLoadsOrEvictsAModel() throws IOException {
		for (String method : List.of("POST", "DELETE")) {
			RawExchange exchange = RawExchange.of(InetAddress.getLoopbackAddress(), this.port,
					method + " /actuator/ossmc/e5", "Host: localhost", "Content-Length: 0");
			assertThat(exchange.status()).as(exchange.text()).isEqualTo(405);
		}
	}

}
