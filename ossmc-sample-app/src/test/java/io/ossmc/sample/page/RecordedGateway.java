package io.ossmc.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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

	private volatile boolean writable;

	private volatile int answerToWrites = 204;

	private volatile String events = "[]";

	private final List<String> writes = new CopyOnWriteArrayList<>();

	private final List<String> proofs = new CopyOnWriteArrayList<>();

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
		server.createContext("/actuator/ossmc", gateway::endpoint);
		server.createContext("/events", (exchange) -> answer(exchange, 200, "application/json",
				("{\"events\":" + gateway.events + "}").getBytes(StandardCharsets.UTF_8)));
		server.createContext("/actuator/health/readiness", (exchange) -> answer(exchange, 503, "application/json",
				"{\"status\":\"OUT_OF_SERVICE\"}".getBytes(StandardCharsets.UTF_8)));
		server.createContext("/models", (exchange) -> answer(exchange, 200, "application/json",
				"{\"models\":[{\"name\":\"minilm\",\"loaded\":true}]}".getBytes(StandardCharsets.UTF_8)));
		server.start();
		return gateway;
	}

	private void endpoint(HttpExchange exchange) throws IOException {
		switch (exchange.getRequestMethod()) {
			case "OPTIONS" -> {
				exchange.getResponseHeaders().set("Allow", "GET,HEAD,OPTIONS" + (this.writable ? ",POST,DELETE" : ""));
				answer(exchange, 200, "text/plain", new byte[0]);
			}
			case "GET" -> {
				this.polls.incrementAndGet();
				answer(exchange, this.status, "application/json", this.state.getBytes(StandardCharsets.UTF_8));
			}
			default -> {
				this.proofs.addAll(exchange.getRequestHeaders().getOrDefault("X-XSRF-TOKEN", List.of()));
				this.writes.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
				answer(exchange, this.answerToWrites, "application/json", new byte[0]);
			}
		}
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

	/** Whether models may be loaded and evicted, and what is answered then. */
	void writable(int answer) {
		this.writable = true;
		this.answerToWrites = answer;
	}

	List<String> writes() {
		return this.writes;
	}

	/** The CSRF tokens that came with writes. */
	List<String> proofs() {
		return this.proofs;
	}

	void events(String json) {
		this.events = json;
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
