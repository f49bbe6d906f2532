package io.ossmc.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The page over recorded answers, for states that a real gateway is not in for long. */
final class RecordedGateway implements AutoCloseable {

	private static final Map<String, String> TYPES = Map.of("html", "text/html", "css", "text/css", "js",
			"text/javascript", "svg", "image/svg+xml");

	private final HttpServer server;

	private final AtomicInteger polls = new AtomicInteger();

	private volatile String state;

	private volatile int status = 200;

	private RecordedGateway(HttpServer server, String state) {
		this.server = server;
		this.state = state;
	}

	/**
	 * Starts one.
	 * @param state what the endpoint shows
	 */
	static RecordedGateway of(String state) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		RecordedGateway gateway = new RecordedGateway(server, state);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/", gateway::file);
		server.createContext("/actuator/ossmc", (exchange) -> {
			gateway.polls.incrementAndGet();
			answer(exchange, gateway.status, "application/json", gateway.state.getBytes(StandardCharsets.UTF_8));
		});
		server.createContext("/actuator/health/readiness", (exchange) -> answer(exchange, 503, "application/json",
				"{\"status\":\"OUT_OF_SERVICE\"}".getBytes(StandardCharsets.UTF_8)));
		server.createContext("/models", (exchange) -> answer(exchange, 200, "application/json",
				"{\"models\":[{\"name\":\"minilm\",\"loaded\":true}]}".getBytes(StandardCharsets.UTF_8)));
		server.start();
		return gateway;
	}

	static String recording(String name) throws IOException {
		try (InputStream in = RecordedGateway.class.getResourceAsStream("/" + name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("2099-01-01T00:00:00Z",
					Instant.now().plusSeconds(50).toString());
		}
	}

	void show(String state) {
		this.state = state;
	}

	void status(int status) {
		this.status = status;
	}

	int polls() {
		return this.polls.get();
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort() + "/";
	}

	private void file(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String name = path.equals("/") ? "/index.html" : path;
		try (InputStream in = RecordedGateway.class.getResourceAsStream("/static" + name)) {
			if (in == null) {
				answer(exchange, 404, "text/plain", new byte[0]);
				return;
			}
			answer(exchange, 200, TYPES.get(name.substring(name.lastIndexOf('.') + 1)), in.readAllBytes());
		}
	}

	private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		try (exchange) {
			exchange.getResponseHeaders().set("Content-Type", type);
			exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
			if (body.length > 0) {
				exchange.getResponseBody().write(body);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
