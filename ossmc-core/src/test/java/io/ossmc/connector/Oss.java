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

/** An OSS of the test's own, with the bucket {@value #BUCKET}. */
final class Oss implements BeforeEachCallback, AfterEachCallback {

	static final String BUCKET = "models";

	static final String KEY_ID = "test-key-id";

	static final String SECRET = "test-key-secret-nobody-may-see";

	private final UnaryOperator<OssEmulatorBuilder> options;

	private OssEmulator emulator;

	Oss() {
		this(UnaryOperator.identity());
	}

	Oss(UnaryOperator<OssEmulatorBuilder> options) {
		this.options = options;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.emulator = this.options.apply(OssEmulator.builder().credentials(KEY_ID, SECRET)).start();
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
			.endpoint(this.emulator.endpoint().toString())
			.region(this.emulator.region())
			.credentials(() -> new OssModelCredentials(KEY_ID, SECRET, null))
			.root(root.resolve("root"))
			.maxSize(256L << 20)
			.partSize(1 << 20);
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
