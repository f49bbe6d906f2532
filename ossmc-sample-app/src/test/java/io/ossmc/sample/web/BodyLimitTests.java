package io.ossmc.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.ossmc.sample.web.RawExchange.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** No body costs more memory than a request that can be answered. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.web.hosts=gateway.example")
class BodyLimitTests {

	private static final String JSON = "application/json";

	private static final long LIMIT = DataSize.ofMegabytes(2).toBytes();

	private static final long HUGE = DataSize.ofMegabytes(400).toBytes();

	private static final long AFFORDABLE = DataSize.ofMegabytes(100).toBytes();

	@LocalServerPort
	int port;

	@Test
	void aBodyThatIsAnnouncedTooLargeIsNotReadAtAll() {
		tooLarge(exchange("POST /embed", JSON, "Content-Length: " + (LIMIT + 1), (out) -> {
		}));
	}

	@Test
	void aBodyAtTheLimitIsRead() {
		assertThat(exchange("POST /embed", JSON, "Content-Length: " + LIMIT, Body.fixed(LIMIT)).text())
			.contains("There is no model");
	}

	@ParameterizedTest
	@CsvSource({ "POST /embed,application/json", "POST /actuator/ossmc/no-such-model,application/json",
			"DELETE /actuator/ossmc/no-such-model,application/x-www-form-urlencoded",
			"PUT /embed,application/x-www-form-urlencoded" })
	void hugeBodiesAreRefusedWithoutBeingKept(String requestLine, String type) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getTotalThreadAllocatedBytes();
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			List<CompletableFuture<RawExchange>> answers = IntStream.range(0, 4)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> huge(requestLine, type, i % 2 == 0), clients))
				.toList();
			assertThat(answers).extracting(CompletableFuture::join).allSatisfy(BodyLimitTests::tooLarge);
		}
		assertThat(threads.getTotalThreadAllocatedBytes() - before).as("bytes allocated while 1.6 GB were offered")
			.isLessThan(AFFORDABLE);
	}

	@Test
	void aSmallBodyInChunksIsRead() {
		assertThat(exchange("POST /embed", JSON, "Transfer-Encoding: chunked", Body.chunked(64 * 1024)).text())
			.contains("There is no model");
	}

	private RawExchange huge(String requestLine, String type, boolean announced) {
		return announced ? exchange(requestLine, type, "Content-Length: " + HUGE, Body.fixed(HUGE))
				: exchange(requestLine, type, "Transfer-Encoding: chunked", Body.chunked(HUGE));
	}

	private RawExchange exchange(String requestLine, String type, String length, Body body) {
		try {
			return RawExchange.of(InetAddress.getLoopbackAddress(), this.port, requestLine,
					List.of("Host: localhost", "Content-Type: " + type, length), body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void tooLarge(RawExchange exchange) {
		assertThat(exchange.status()).as(exchange.text()).isEqualTo(413);
		assertThat(exchange.text()).contains("application/problem+json")
			.contains("A request may have a body of at most 2097152 bytes here.");
		assertThat(exchange.header("X-Content-Type-Options")).isEqualTo("nosniff");
	}

}
