package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.emulator.HandledRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A fleet behind a P2P cache, and proxies that do not work. */
@Timeout(60)
class ProxyTests {

	private static final String TOKEN = "CAISsecurity/token+nobody=may/see";

	private static final int PARTS = 5;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	/** Signs with V4, and a token. */
	private OssModelConnectorBuilder first(CachingProxy proxy) {
		this.oss.emulator().credentials("sts-id", "sts-secret", TOKEN);
		return this.oss.connector(this.directory.resolve("1"))
			.credentials(() -> new OssModelCredentials("sts-id", "sts-secret", TOKEN))
			.proxy(proxy.uri("node:s3cret@"));
	}

	/** Signs with V1, and a token. */
	private OssModelConnectorBuilder second(CachingProxy proxy) {
		this.oss.emulator().credentials("other-id", "other-secret", TOKEN);
		return this.oss.connector(this.directory.resolve("2"))
			.region(null)
			.credentials(() -> new OssModelCredentials("other-id", "other-secret", TOKEN))
			.proxy(proxy.uri(""));
	}

	/** Signs with V4, and a key pair. */
	private OssModelConnectorBuilder third(CachingProxy proxy) {
		return this.oss.connector(this.directory.resolve("3")).proxy(proxy.uri(""));
	}

	@Test
	void ossServesEachPartToAFleetOnce() throws Exception {
		byte[] weights = this.oss.put("model/weights.bin", (PARTS << 20) - 77);
		byte[] config = this.oss.put("model/config.json", 1000);
		try (CachingProxy proxy = new CachingProxy();
				OssModelConnector first = first(proxy).build();
				OssModelConnector second = second(proxy).build();
				OssModelConnector third = third(proxy).build()) {
			List<CompletableFuture<Void>> fleet = List.of(first, second, third)
				.stream()
				.map((connector) -> CompletableFuture.runAsync(() -> prepared(connector, weights, config)))
				.toList();
			fleet.forEach(CompletableFuture::join);
			assertEachPartOnce(PARTS + 1);
			assertThat(proxy.urls).hasSizeGreaterThanOrEqualTo(3 * (PARTS + 1))
				.anyMatch((url) -> url.contains("OSSAccessKeyId=other-id"));
			assertThat(proxy.hits).hasValue(proxy.urls.size() - (PARTS + 1));
			assertThat(proxy.passed).as("listings are asked for through it, and not of it")
				.hasSize(3)
				.allMatch((request) -> request.startsWith("GET http://") && request.contains("list-type=2"));
			assertThat(proxy.askers).containsExactlyInAnyOrder("", "Basic bm9kZTpzM2NyZXQ=");
			try (OssObject object = third.open(Oss.uri("model/weights.bin"))) {
				assertThat(object.segment().asByteBuffer().mismatch(ByteBuffer.wrap(weights))).isEqualTo(-1);
			}
			assertEachPartOnce(PARTS + 1);
		}
	}

	private static void prepared(OssModelConnector connector, byte[] weights, byte[] config) {
		OssModel model = connector.prepare(ModelSpec.builder("m", Oss.uri("model/")).build());
		try (var lease = model.lease()) {
			assertThat(lease.path("weights.bin")).hasBinaryContent(weights);
			assertThat(lease.path("config.json")).hasBinaryContent(config);
			assertThat(model.progress().verified()).isTrue();
		}
	}

	private void assertEachPartOnce(int parts) {
		assertThat(this.oss.gets()).as("what OSS was asked for")
			.hasSize(parts)
			.extracting((get) -> get.key() + " " + get.range().orElseThrow())
			.doesNotHaveDuplicates();
		assertThat(this.oss.gets()).extracting(HandledRequest::status).containsOnly(206);
	}

	@Test
	void aNewVersionIsNotTheOldOneOfTheCache() throws Exception {
		byte[] before = this.oss.put("weights.bin", 2 << 20);
		try (CachingProxy proxy = new CachingProxy(); OssModelConnector connector = first(proxy).build()) {
			assertContent(connector, before);
			byte[] after = before.clone();
			after[1] ^= 1;
			this.oss.bucket().put("weights.bin", after);
			assertContent(connector, after);
		}
	}

	private static void assertContent(OssModelConnector connector, byte[] content) {
		try (OssObject object = connector.open(Oss.uri("weights.bin"))) {
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
		}
	}

	@Test
	void listingsAndBytesPassTheProxyByWhereItIsNotToBeUsed() throws Exception {
		byte[] content = this.oss.put("model/file", 3000);
		int dead;
		try (ServerSocket unused = new ServerSocket(0)) {
			dead = unused.getLocalPort();
		}
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.proxy(URI.create("http://127.0.0.1:" + dead))
			.noProxy("nowhere.example, 127.0.0.1:" + this.oss.emulator().endpoint().getPort())
			.build()) {
			assertThat(connector.prepareDirectory(Oss.uri("model/"), this.directory.resolve("model"))
				.await()
				.progress()
				.verified()).isTrue();
			assertThat(this.directory.resolve("model/file")).hasBinaryContent(content);
			assertThat(connector.open(Oss.uri("model/file")).segment().byteSize()).isEqualTo(3000);
		}
	}

	@Test
	void aDeadProxyIsNamedWithItsProperty() throws Exception {
		this.oss.put("weights.bin", 1000);
		int dead;
		try (ServerSocket socket = new ServerSocket(0)) {
			dead = socket.getLocalPort();
		}
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.proxy(URI.create("http://node:s3cret@127.0.0.1:" + dead))
			.giveUpAfter(Duration.ofMillis(200))
			.build()) {
			for (ThrowingCallable use : List.<ThrowingCallable>of(() -> connector.open(Oss.uri("weights.bin")),
					() -> connector.list("oss://models/").toList())) {
				assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(use)
					.withMessageContaining("127.0.0.1:" + dead + " (ossmc.fetch.proxy)")
					.withMessageNotContaining("s3cret");
			}
		}
		assertThat(this.oss.gets()).isEmpty();
	}

	@Test
	void aProxyThatWantsAPasswordFailsAtOnce() throws Exception {
		this.oss.put("weights.bin", 1000);
		try (ServerSocket proxy = new ServerSocket(0)) {
			Thread.ofPlatform().daemon().start(() -> {
				try {
					while (true) {
						try (var client = proxy.accept()) {
							client.getInputStream().read();
							client.getOutputStream()
								.write("HTTP/1.1 407 Who?\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
									.getBytes());
							client.shutdownOutput();
							client.getInputStream().readAllBytes();
						}
					}
				}
				catch (IOException ex) {
					// Closed.
				}
			});
			try (OssModelConnector connector = this.oss.connector(this.directory)
				.proxy(URI.create("http://node:s3cret@127.0.0.1:" + proxy.getLocalPort()))
				.build()) {
				assertThatExceptionOfType(OssModelConfigurationException.class)
					.isThrownBy(() -> connector.open(Oss.uri("weights.bin")))
					.withMessageContaining(proxy.getLocalPort() + " (ossmc.fetch.proxy) does not accept our user")
					.withMessageNotContaining("s3cret");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://node:s3cret@host:1", "node:4001", "http://node:s3cret@host",
			"http://node:s3cret@host:1/x" })
	void otherUrisAreRefused(String uri) {
		assertThatExceptionOfType(OssModelConfigurationException.class)
			.isThrownBy(() -> this.oss.connector(this.directory).proxy(URI.create(uri)).build())
			.withMessageContaining("ossmc.fetch.proxy")
			.withMessageContaining("http://user:password@host:port")
			.withMessageNotContaining("s3cret");
		assertThat(Files.exists(this.directory.resolve("root"))).isFalse();
	}

}
