package io.ossmc.connector;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.OssObject;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Nothing that ossmc says, at whatever level and in whatever state, holds a credential, a
 * signature or the query of a presigned URL. What its dependencies say is looked at as
 * well, so that their levels are known.
 */
@Timeout(60)
class SecretsTests {

	private static final String TOKEN = "CAISsecurity/token+nobody=may/see";

	private static final String OTHER = "another-secret-nobody-may-see";

	/** What a signature looks like, whoever made it. */
	private static final Pattern SIGNED = Pattern.compile(
			"(?i)(signature=|signature:|authorization|x-oss-credential|ossaccesskeyid=|security-token|<StringToSign>"
					+ "|<SignatureProvided>|<CanonicalRequest>)");

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final Recorder recorder = new Recorder();

	/** What exceptions, snapshots and listeners showed. */
	private final List<String> shown = new CopyOnWriteArrayList<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private @Nullable Level before;

	/** Whether listings and heads are those of a given client. */
	private boolean throughTheSdk;

	private final List<OSS> clients = new ArrayList<>();

	@BeforeEach
	void recordEverything() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		this.recorder.setContext(context);
		this.recorder.start();
		root.iteratorForAppenders().forEachRemaining((console) -> console.addFilter(Recorder.QUIET));
		root.addAppender(this.recorder);
		this.before = root.getLevel();
		root.setLevel(Level.TRACE);
		context.getLogger("io.ossmc").setLevel(Level.TRACE);
		this.oss.emulator().requestHook((request) -> {
			this.requests.add(request);
			return Reaction.proceed();
		});
	}

	@AfterEach
	void recordNothing() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		this.clients.forEach(OSS::shutdown);
		root.setLevel(this.before);
		root.detachAppender(this.recorder);
		root.iteratorForAppenders().forEachRemaining((console) -> console.clearAllFilters());
		context.getLogger("io.ossmc").setLevel(Level.INFO);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void loadsThatSucceed(@Nullable String region) {
		putModel();
		use(region, () -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null), this::good);
		assertNoSecretOfOurs();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void loadsWithATokenThatSucceedAndThenExpire(@Nullable String region) {
		putModel();
		this.oss.emulator().credentials("sts-id", OTHER, TOKEN);
		use(region, () -> new OssModelCredentials("sts-id", OTHER, TOKEN), (connector) -> {
			good(connector);
			this.oss.emulator().expire("sts-id");
			bad(connector, "oss://models/model/config.json", "oss://models/model/");
		});
		assertNoSecretOfOurs();
		assertThat(this.shown).anyMatch((text) -> text.contains("security token"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void theTokenExpiresDuringALoad(@Nullable String region) {
		putModel();
		this.oss.emulator().credentials("sts-id", OTHER, TOKEN);
		AtomicInteger gets = new AtomicInteger();
		this.oss.onGet((request) -> {
			this.requests.add(request);
			if (gets.incrementAndGet() == 3) {
				this.oss.emulator().expire("sts-id");
			}
			return Reaction.proceed();
		});
		use(region, () -> new OssModelCredentials("sts-id", OTHER, TOKEN),
				(connector) -> bad(connector, "oss://models/model/weights.bin", "oss://models/model/"));
		assertNoSecretOfOurs();
		assertThat(this.shown).anyMatch((text) -> text.contains("security token"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void wrongSecretsUnknownKeysAndRefusals(@Nullable String region) {
		putModel();
		use(region, () -> new OssModelCredentials(Oss.KEY_ID, OTHER, null),
				(connector) -> bad(connector, "oss://models/model/config.json", "oss://models/model/"));
		use(region, () -> new OssModelCredentials(Oss.KEY_ID, OTHER, TOKEN),
				(connector) -> bad(connector, "oss://models/model/config.json", "oss://models/model/"));
		use(region, () -> new OssModelCredentials("unknown-id", OTHER, null),
				(connector) -> bad(connector, "oss://models/model/config.json", "oss://models/model/"));
		use(region, () -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null), (connector) -> {
			bad(connector, "oss://models/missing", "oss://models/missing/");
			bad(connector, "oss://missing-bucket/x", "oss://missing-bucket/x/");
		});
		assertNoSecretOfOurs();
	}

	@Test
	void repliesThatAreRefusalsErrorsOrNotOss() {
		putModel();
		for (Reaction reaction : List.of(Reaction.status(403, "AccessDenied"), Reaction.status(404, "NoSuchKey"),
				Reaction.status(500, "InternalError"), Reaction.redirect("http://127.0.0.1:9/elsewhere"),
				Reaction.resetAfter(0), Reaction.chunked(), Reaction.ignoreRange(),
				Reaction.replaceHeader("Content-Range", "bytes 1-2/3"))) {
			this.oss.onGet((request) -> {
				this.requests.add(request);
				return reaction;
			});
			use("cn-hangzhou", () -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null), (connector) -> {
				OssModel model = connector.prepare(ModelSpec.builder("bad", "oss://models/model/").build());
				this.shown.add(stackTrace(catchThrowable(model::await)));
			});
			assertThat(this.shown.getLast()).as("%s", reaction).contains("bad");
		}
		assertNoSecretOfOurs();
	}

	@Test
	void endpointsThatAreDeadOrNotOss() throws Exception {
		int dead;
		try (ServerSocket socket = new ServerSocket(0)) {
			dead = socket.getLocalPort();
		}
		for (String endpoint : List.of("http://127.0.0.1:" + dead, "https://127.0.0.1:" + this.oss.emulator().port())) {
			try (OssModelConnector connector = builder(null,
					() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, TOKEN))
				.endpoint(endpoint)
				.build()) {
				OssModel model = connector.prepare(ModelSpec.builder("bad", "oss://models/model/").build());
				Throwable error = catchThrowable(model::await);
				assertThat(error).hasMessageContaining("cannot be reached");
				this.shown.add(stackTrace(error));
			}
		}
		assertNoSecretOfOurs();
	}

	@Test
	void whatOthersSayIsKnown() {
		this.throughTheSdk = true;
		wrongSecretsUnknownKeysAndRefusals("cn-hangzhou");
		loadsWithATokenThatSucceedAndThenExpire(null);
		this.oss.emulator().requestHook((_) -> Reaction.status(500, "InternalError"));
		use(null, () -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null),
				(connector) -> this.shown.add(stackTrace(catchThrowable(() -> connector.open("oss://models/x")))));
		Set<String> loggers = this.recorder.events.stream().map(Event::logger).collect(Collectors.toSet());
		assertThat(loggers).as("the logs of the SDK and of its HTTP client really come here")
			.contains("com.aliyun.oss", "org.apache.http.wire", "org.apache.http.headers");
		assertThat(this.recorder.events).as("warnings of the SDK hold OSS's reply, which quotes what was signed")
			.filteredOn(
					(event) -> event.logger().startsWith("com.aliyun") && event.level().isGreaterOrEqual(Level.INFO))
			.isEmpty();
		Set<String> leaking = this.recorder.events.stream()
			.filter((event) -> !secretsIn(event.text()).isEmpty())
			.map((event) -> event.logger() + " " + event.level())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(leaking).as("documented in OssModelConnectorBuilder, turned down by the starter")
			.containsExactly("org.apache.http.headers DEBUG", "org.apache.http.wire DEBUG");
	}

	private void putModel() {
		this.oss.put("model/config.json", 1000);
		this.oss.put("model/weights.bin", 5 << 20);
	}

	private OssModelConnectorBuilder builder(@Nullable String region, Supplier<OssModelCredentials> credentials) {
		return this.oss.connector(this.directory)
			.region(region)
			.credentials(credentials)
			.giveUpAfter(Duration.ofMillis(300))
			.listener(new ShowingListener());
	}

	private void use(@Nullable String region, Supplier<OssModelCredentials> credentials,
			Consumer<OssModelConnector> use) {
		this.shown.add(credentials.get().toString());
		OssModelConnectorBuilder builder = builder(region, credentials);
		this.shown.add(builder.toString());
		if (this.throughTheSdk) {
			builder.endpoint(null).client(client(region, credentials.get()));
		}
		try (OssModelConnector connector = builder.build()) {
			use.accept(connector);
			show(connector);
		}
	}

	private OSS client(@Nullable String region, OssModelCredentials credentials) {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setSignatureVersion((region != null) ? SignVersion.V4 : SignVersion.V1);
		OSS client = OSSClientBuilder.create()
			.endpoint(this.oss.emulator().endpoint().toString())
			.region(this.oss.emulator().region())
			.credentialsProvider(new DefaultCredentialProvider(credentials.accessKeyId(), credentials.accessKeySecret(),
					credentials.securityToken()))
			.clientConfiguration(configuration)
			.build();
		this.clients.add(client);
		return client;
	}

	private void good(OssModelConnector connector) {
		connector.list("oss://models/").forEach((summary) -> this.shown.add(summary.toString()));
		try (OssObject object = connector.open("oss://models/model/weights.bin")) {
			object.segment();
			this.shown.add(object + " " + object.progress());
		}
		OssModel model = connector.prepare(ModelSpec.builder("good", "oss://models/model/").build());
		model.lease().close();
		connector.remove("good");
	}

	private void bad(OssModelConnector connector, String object, String directory) {
		this.shown.add(stackTrace(catchThrowable(() -> connector.list(directory).toList())));
		this.shown.add(stackTrace(catchThrowable(() -> {
			try (OssObject open = connector.open(object)) {
				open.segment();
			}
		})));
		OssModel model = connector.prepare(ModelSpec.builder("bad", directory).build());
		Throwable error = catchThrowable(model::await);
		assertThat(error).as("loading %s", directory).isInstanceOf(OssModelException.class);
		await().until(() -> model.progress().state() == ModelState.FAILED);
		this.shown.add(stackTrace(error));
		show(connector);
		connector.remove("bad");
	}

	private void show(OssModelConnector connector) {
		this.shown.add(connector + " " + connector.stats());
		connector.models()
			.forEach((model) -> this.shown.add(model + " " + model.spec() + " " + model.progress().toString()));
	}

	private static String stackTrace(@Nullable Throwable error) {
		StringWriter text = new StringWriter();
		if (error != null) {
			error.printStackTrace(new PrintWriter(text));
		}
		return text.toString();
	}

	private void assertNoSecretOfOurs() {
		assertThat(this.recorder.events).as("what this test is about")
			.anyMatch((event) -> event.logger().startsWith("io.ossmc"));
		assertThat(this.recorder.events).filteredOn((event) -> event.logger().startsWith("io.ossmc"))
			.allSatisfy((event) -> assertThat(secretsIn(event.text())).as("%s", event).isEmpty());
		assertThat(this.shown).allSatisfy((text) -> assertThat(secretsIn(text)).as("%s", text).isEmpty());
	}

	/** Everything secret that the text holds. */
	private List<String> secretsIn(String text) {
		List<String> found = new ArrayList<>();
		for (String secret : secrets()) {
			if (text.contains(secret)) {
				found.add(secret);
			}
		}
		Matcher signed = SIGNED.matcher(text);
		if (signed.find()) {
			found.add(signed.group());
		}
		return found;
	}

	/** Those that we know, and those that were sent. */
	private Set<String> secrets() {
		Set<String> secrets = new TreeSet<>(List.of(Oss.SECRET, OTHER, TOKEN, encoded(TOKEN)));
		for (Request request : this.requests) {
			for (Map.Entry<String, String> parameter : request.query().entrySet()) {
				if (parameter.getKey().toLowerCase(Locale.ROOT).endsWith("signature")) {
					secrets.add(parameter.getValue());
					secrets.add(encoded(parameter.getValue()));
				}
			}
			request.header("authorization")
				.ifPresent((header) -> secrets
					.add(header.substring(Math.max(header.lastIndexOf('='), header.lastIndexOf(':')) + 1)));
		}
		secrets.remove("");
		return secrets;
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** A logged line with its stack trace. */
	private record Event(String logger, Level level, String text) {
	}

	/** Keeps what is logged. */
	private static final class Recorder extends AppenderBase<ILoggingEvent> {

		static final Filter<ILoggingEvent> QUIET = new Filter<>() {
			@Override
			public FilterReply decide(ILoggingEvent event) {
				return FilterReply.DENY;
			}
		};

		final List<Event> events = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			IThrowableProxy error = event.getThrowableProxy();
			this.events.add(new Event(event.getLoggerName(), event.getLevel(),
					event.getFormattedMessage() + ((error != null) ? "\n" + ThrowableProxyUtil.asString(error) : "")));
		}

	}

	/** Shows what listeners are told. */
	private final class ShowingListener implements OssModelListener {

		@Override
		public void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
			SecretsTests.this.shown.add(model + " " + stackTrace(error));
		}

	}

}
