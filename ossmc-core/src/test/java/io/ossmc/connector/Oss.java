package io.ossmc.connector;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.HandledRequest;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.OssEmulatorBuilder;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestHook;
import io.ossmc.emulator.RequestKind;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An OSS of the test's own, with the bucket {@value #BUCKET}. Connectors find it in path
 * style at an address, or, with {@code -Dossmc.test.virtual-hosts=true} or where a test
 * wants it so, as OSS itself wants to be found: the bucket is a host,
 * {@code models.oss.localhost}, which {@link LocalhostNames} resolves.
 */
final class Oss implements BeforeEachCallback, AfterEachCallback {

	static final String BUCKET = "models";

	static final String KEY_ID = "test-key-id";

	static final String SECRET = "test-key-secret-nobody-may-see";

	private static final String DOMAIN = "oss.localhost";

	private final UnaryOperator<OssEmulatorBuilder> options;

	private final boolean virtualHosts;

	private OssEmulator emulator;

	Oss() {
		this(UnaryOperator.identity());
	}

	Oss(UnaryOperator<OssEmulatorBuilder> options) {
		this(options, Boolean.getBoolean("ossmc.test.virtual-hosts"));
	}

	private Oss(UnaryOperator<OssEmulatorBuilder> options, boolean virtualHosts) {
		this.options = options;
		this.virtualHosts = virtualHosts;
	}

	/** One whose buckets are hosts, whatever the others are. */
	static Oss withVirtualHosts() {
		return new Oss(UnaryOperator.identity(), true);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.emulator = this.options.apply(OssEmulator.builder().domain(DOMAIN).credentials(KEY_ID, SECRET)).start();
		this.emulator.bucket(BUCKET);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.emulator.close();
	}

	OssEmulator emulator() {
		return this.emulator;
	}

	Bucket bucket() {
		return this.emulator.bucket(BUCKET);
	}

	/** Puts random bytes and gives them back. */
	byte[] put(String key, int size) {
		byte[] content = new byte[size];
		new Random(key.hashCode()).nextBytes(content);
		bucket().put(key, content);
		return content;
	}

	/** A builder for this OSS; what it holds goes below a directory of the test's. */
	OssModelConnectorBuilder connector(Path root) {
		return OssModelConnectorBuilder.create()
			.endpoint(endpoint())
			.region(this.emulator.region())
			.credentials(() -> new OssModelCredentials(KEY_ID, SECRET, null))
			.root(root.resolve("root"))
			.maxSize(256L << 20)
			.partSize(1 << 20);
	}

	/**
	 * Where connectors look for it: a name below {@code localhost} is no address, so that
	 * the bucket becomes a part of it.
	 */
	String endpoint() {
		return this.virtualHosts ? "http://" + DOMAIN + ":" + this.emulator.port()
				: this.emulator.endpoint().toString();
	}

	OssModelConnector open(Path root) {
		return connector(root).build();
	}

	/** Reacts to GETs of objects only. */
	void onGet(RequestHook hook) {
		this.emulator.requestHook((request) -> isGet(request) ? hook.react(request) : Reaction.proceed());
	}

	private static boolean isGet(Request request) {
		return request.kind() == RequestKind.GET_OBJECT;
	}

	/** GETs of objects so far, in the order of their arrival. */
	List<HandledRequest> gets() {
		return this.emulator.requests().stream().filter((request) -> isGet(request.request())).toList();
	}

	static String uri(String key) {
		return "oss://" + BUCKET + "/" + key;
	}

}
