package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.ObjectMetadata;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A given client that does not behave like the SDK's. */
@Timeout(60)
class GivenClientTests {

	private static final String SECRET = "what-nobody-may-see";

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private OSS real;

	@BeforeEach
	void connect() {
		this.oss.put("file", 1000);
		this.real = OSSClientBuilder.create()
			.endpoint(this.oss.emulator().endpoint().toString())
			.credentialsProvider(new DefaultCredentialProvider(Oss.KEY_ID, Oss.SECRET))
			.build();
	}

	@AfterEach
	void letGo() {
		this.end.complete(null);
		this.real.shutdown();
	}

	static List<Answer> oddAnswers() {
		return List.of((_) -> null, (_) -> {
			throw new IllegalArgumentException(SECRET);
		}, (_) -> {
			throw new IllegalStateException(SECRET);
		}, (_) -> {
			throw new NoSuchMethodError(SECRET);
		}, (_) -> {
			throw new StackOverflowError(SECRET);
		}, (method) -> switch (method) {
			case "listObjectsV2" -> new ListObjectsV2Result() {
				@Override
				public List<String> getCommonPrefixes() {
					throw new UnsupportedOperationException(SECRET);
				}
			};
			case "getObjectMetadata" -> new ObjectMetadata() {
				@Override
				public Long getServerCRC() {
					throw new UnsupportedOperationException(SECRET);
				}
			};
			default -> URI.create("ftp://host/key?Signature=" + SECRET).toURL();
		});
	}

	@ParameterizedTest
	@MethodSource("oddAnswers")
	void whateverItThrowsOrAnswersIsOneTypedErrorThatShowsNothingOfIt(Answer answer) throws Exception {
		try (OssModelConnector connector = connector("listObjectsV2", answer)) {
			requireTyped(catchThrowableOfType(OssModelException.class, () -> connector.list("oss://models/").count()));
		}
		try (OssModelConnector connector = connector("getObjectMetadata", answer)) {
			requireTyped(catchThrowableOfType(OssModelException.class, () -> connector.open(Oss.uri("file"))));
		}
		try (OssModelConnector connector = connector("generatePresignedUrl", answer);
				OssObject object = connector.open(Oss.uri("file"))) {
			ExecutionException failure = catchThrowableOfType(ExecutionException.class,
					() -> object.whenReady().get(20, TimeUnit.SECONDS));
			requireTyped((OssModelException) failure.getCause());
		}
	}

	private static void requireTyped(OssModelException failure) {
		assertThat(failure).isInstanceOf(OssModelTransferException.class)
			.hasMessageNotContaining("bug of ossmc")
			.hasMessageNotContaining("Rename");
		assertThat(failure).asString().doesNotContain(SECRET);
		assertThat(failure.getStackTrace()).isNotEmpty();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
		}
	}

	@Test
	void aNameThatTheSdkDoesNotTakeIsSaidToBeOne() throws Exception {
		try (OssModelConnector connector = connector("nothing", (_) -> null)) {
			for (String key : List.of("\\key", "k".repeat(1024))) {
				assertThatExceptionOfType(OssModelConfigurationException.class)
					.isThrownBy(() -> connector.open(Oss.uri(key)))
					.withMessageContaining("Rename");
			}
		}
	}

	@Test
	void oneThatHangsIsGivenUp() throws Exception {
		try (OssModelConnector connector = connector("listObjectsV2", (_) -> this.end.join())) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.list("oss://models/").count())
				.withMessageContaining("given OSS client");
			try (OssObject object = connector.open(Oss.uri("file"))) {
				assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).hasSize(1000);
			}
		}
	}

	/** With a client that answers to one method in its own way. */
	private OssModelConnector connector(String method, Answer answer) {
		OSS odd = (OSS) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { OSS.class },
				(_, called, arguments) -> {
					if (called.getName().equals(method)) {
						return answer.to(method);
					}
					try {
						return called.invoke(this.real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		return OssModelConnectorBuilder.create()
			.client(odd)
			.root(this.directory.resolve("root"))
			.maxSize(64L << 20)
			.giveUpAfter(Duration.ofSeconds(1))
			.build();
	}

	/** What a client does when it is called. */
	@FunctionalInterface
	interface Answer {

		Object to(String method) throws Exception;

	}

}
