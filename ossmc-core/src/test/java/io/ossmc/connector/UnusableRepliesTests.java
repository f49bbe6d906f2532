package io.ossmc.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import io.ossmc.ListOptions;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.ossmc.connector.OddServer.object;
import static io.ossmc.connector.OddServer.page;
import static io.ossmc.connector.OddServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What answers as if it were OSS, and is not believed. */
@Timeout(30)
class UnusableRepliesTests {

	private static final String LAST = "<IsTruncated>false</IsTruncated>";

	private static final String MORE = "<IsTruncated>true</IsTruncated><NextContinuationToken>t1</NextContinuationToken>";

	private static final String A = object("dir%2Fa", "1");

	@TempDir
	Path directory;

	private OssModelConnectorBuilder builder(OddServer server) {
		return OssModelConnectorBuilder.create()
			.endpoint(server.endpoint())
			.region("cn-hangzhou")
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(this.directory.resolve("root"))
			.maxSize(16L << 20)
			.giveUpAfter(Duration.ofSeconds(10));
	}

	static Stream<Arguments> listings() {
		return Map
			.<String, List<String>>ofEntries(
					Map.entry("oss://models/dir/b", List.of(page(MORE + A), page(MORE + object("dir%2Fb", "1")))),
					Map.entry("oss://models/dir/a", List.of(page(MORE + A), page(LAST + A))),
					Map.entry("answers another start-after",
							List.of(page(MORE + A),
									page("<StartAfter>dir%2F</StartAfter>" + LAST + object("dir%2Fb", "1")))),
					Map.entry("answers another prefix", List.of(page("<Prefix>dirt</Prefix>" + LAST + A))),
					Map.entry("it is truncated and does not go on", List.of(page(MORE))),
					Map.entry("does not say how it goes on", List.of(page("<IsTruncated>true</IsTruncated>" + A))),
					Map.entry("does not lie below the prefix", List.of(page(LAST + object("dirty", "1")))),
					Map.entry("its keys go back", List.of(page(LAST + object("dir%2Fb", "1") + A))),
					Map.entry("names oss://models/dir/a twice", List.of(page(LAST + A + A))),
					Map.entry("cannot have 9000000000000000 bytes",
							List.of(page(LAST + object("dir%2Fa", "9000000000000000")))),
					Map.entry("ETag", List.of(page(LAST + A.replaceAll("<ETag>.*</ETag>", "<ETag></ETag>")))),
					Map.entry("relied on", List.of(page(LAST + A.replace("<ETag>", "<ETag>W/")))),
					Map.entry("not url-encoded", List.of(page(LAST + object("dir%2Fa%ZZ", "1")))),
					Map.entry("not url-encoded as was asked",
							List.of(page(LAST + A).replace("EncodingType", "encodingType"))),
					Map.entry("common prefixes that were not asked for",
							List.of(page(LAST + "<CommonPrefixes><Prefix>dir%2Fs%2F</Prefix></CommonPrefixes>"))))
			.entrySet()
			.stream()
			.flatMap((listing) -> Stream.of(Arguments.of(listing.getKey(), listing.getValue(), false),
					Arguments.of(listing.getKey(), listing.getValue(), true)));
	}

	@ParameterizedTest(name = "{0}, SDK {2}")
	@MethodSource("listings")
	void aListingThatCannotBeIsOneTypedErrorAfterAFewRequests(String what, List<String> pages, boolean sdk)
			throws Exception {
		Function<String, String> replies = (head) -> head.contains("start-after") ? pages.getLast() : pages.getFirst();
		try (OddServer server = new OddServer(replies)) {
			OSS client = OSSClientBuilder.create()
				.endpoint(server.endpoint())
				.credentialsProvider(new DefaultCredentialProvider(Oss.KEY_ID, Oss.SECRET))
				.build();
			OssModelConnectorBuilder builder = sdk ? builder(server).endpoint(null).client(client) : builder(server);
			try (OssModelConnector connector = builder.build()) {
				assertThatExceptionOfType(OssModelTransferException.class)
					.isThrownBy(() -> connector.list("oss://models/dir/").toList())
					.withMessageStartingWith("The listing of oss://models/dir/ is not usable: ")
					.withMessageContaining(what);
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/dir/").build());
				assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(model::await)
					.withMessageContaining("The listing of oss://models/dir/ is not usable: ")
					.withMessageContaining(what);
			}
			assertThat(server.requests).as("no loop").hasSizeLessThan(20);
			client.shutdown();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "", "99999999999999999999999", "1e9", "0x10" })
	void aSizeIsANumberOfBytes(String size) throws Exception {
		try (OddServer server = new OddServer((head) -> page(LAST + object("dir%2Fa", size)));
				OssModelConnector connector = builder(server).build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.list("oss://models/dir/").toList())
				.withMessageContaining("has no size that is a number of bytes");
		}
	}

	@Test
	void aListingBeginsAfterTheKeyThatWasAskedFor() throws Exception {
		try (OddServer server = new OddServer((head) -> page(LAST + A));
				OssModelConnector connector = builder(server).build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.list("oss://models/dir/", ListOptions.recursive().after("dir/b")).toList())
				.withMessageContaining("oss://models/dir/a does not come after oss://models/dir/b");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Encoding: gzip\r\n", "Transfer-Encoding: gzip, chunked\r\n" })
	void aPageIsNotDecodedInWaysThatWereNotAskedFor(String header) throws Exception {
		try (OddServer server = new OddServer(
				(head) -> page(LAST + A).replace("Content-Type", header + "Content-Type"));
				OssModelConnector connector = builder(server).build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.list("oss://models/dir/").toList())
				.withMessageContaining("Unusable reply");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPageThatEndsEarlyIsAskedForAgain(boolean framed) throws Exception {
		String whole = page(LAST + A + object("dir%2Fb", "1"));
		String cut = (framed ? whole : whole.replaceAll("Content-Length: \\d+\r\n", "")).substring(0,
				whole.length() - 100);
		AtomicInteger requests = new AtomicInteger();
		try (OddServer server = new OddServer((head) -> (requests.incrementAndGet() < 3) ? cut : whole)) {
			try (OssModelConnector connector = builder(server).stallTimeout(Duration.ofMillis(300)).build()) {
				assertThat(connector.list("oss://models/dir/")).hasSize(2);
			}
			assertThat(server.requests).hasSize(3);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ETag: \"E\"\r\nx-oss-hash-crc64ecma: 1\r\n", "Content-Length: 5\r\n",
			"Content-Length: 5\r\nETag: W/\"E\"\r\n", "Content-Length: -5\r\nETag: \"E\"\r\n",
			"Content-Length: 5\r\nContent-Length: 6\r\nETag: \"E\"\r\n",
			"Content-Length: 5\r\nETag: \"E\"\r\nx-oss-hash-crc64ecma: many\r\n",
			"Content-Length: 99999999999999999\r\nETag: \"E\"\r\n", "Transfer-Encoding: chunked\r\nETag: \"E\"\r\n" })
	void aDescriptionWithoutWhatFetchingNeedsIsATypedError(String headers) throws Exception {
		try (OddServer server = new OddServer((head) -> "HTTP/1.1 200 OK\r\n" + headers + "\r\n");
				OssModelConnector connector = builder(server).build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.open("oss://models/dir/a"))
				.satisfies((ex) -> assertThat(ex.getMessage())
					.containsAnyOf("The description of oss://models/dir/a is not usable: ", "Unusable reply: "));
			assertThat(server.requests).allMatch((head) -> head.startsWith("HEAD /models/dir/a HTTP/1.1"));
		}
	}

	@Test
	void aGivenClientsDescriptionWithoutALengthIsATypedErrorToo() throws Exception {
		try (OddServer server = new OddServer((head) -> "HTTP/1.1 200 OK\r\nETag: \"E\"\r\n\r\n")) {
			OSS client = OSSClientBuilder.create()
				.endpoint(server.endpoint())
				.credentialsProvider(new DefaultCredentialProvider(Oss.KEY_ID, Oss.SECRET))
				.build();
			try (OssModelConnector connector = builder(server).endpoint(null).client(client).build()) {
				assertThatExceptionOfType(OssModelTransferException.class)
					.isThrownBy(() -> connector.open("oss://models/dir/a"))
					.withMessageContaining(
							"The description of oss://models/dir/a is not usable: it has no Content-Length");
			}
			client.shutdown();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
			"308 Permanent Redirect" })
	void redirectsAreNeverFollowed(String status) throws Exception {
		try (OddServer elsewhere = new OddServer((head) -> page(LAST + A));
				OddServer server = new OddServer((head) -> reply(status,
						"Location: " + elsewhere.endpoint() + "/models/\r\n", head.startsWith("HEAD") ? "" : "x"));
				OssModelConnector connector = builder(server).build()) {
			for (ThrowingCallable use : List.<ThrowingCallable>of(() -> connector.list("oss://models/dir/").toList(),
					() -> connector.open("oss://models/dir/a"))) {
				assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(use)
					.withMessageContaining("Set the endpoint to 127.0.0.1:" + elsewhere.port());
			}
			assertThat(elsewhere.requests).as("who was shown the signature").isEmpty();
		}
	}

	@Test
	void whatAServerSaysIsOneShortLine() throws Exception {
		String odd = "Odd\u001b[31m\u202e\u2028\u0085" + "x".repeat(5000);
		String error = "<Error><Code>" + odd.replace("\u001b", "&#x9;") + "</Code><Message>"
				+ odd.replace("\u001b", "\n") + "</Message><RequestId>" + odd.replace("\u001b", "\r")
				+ "</RequestId></Error>";
		try (OddServer server = new OddServer(
				(head) -> reply("403 Forbidden", "", error).replace("x-oss-request-id", "x"));
				OssModelConnector connector = builder(server).build()) {
			OssModelException failure = catchThrowableOfType(OssModelAccessException.class,
					() -> connector.list("oss://models/dir\u202e\n/").toList());
			assertThat(failure.getMessage()).hasSizeLessThan(2000)
				.contains("Odd")
				.matches((text) -> text.codePoints()
					.noneMatch((c) -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
							|| c == 0x2028));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x-oss-err: no base64!\r\n" })
	void aRefusedHeadIsAnAccessErrorAlsoWithoutAnExplanation(String header) throws Exception {
		try (OddServer server = new OddServer(
				(head) -> "HTTP/1.1 403 Forbidden\r\n" + header + "Content-Length: 300\r\n\r\n");
				OssModelConnector connector = builder(server).build()) {
			assertThatExceptionOfType(OssModelAccessException.class)
				.isThrownBy(() -> connector.open("oss://models/dir/a"))
				.withMessageContaining("OSS refuses access to oss://models/dir/a (status 403)");
			assertThat(server.requests).as("not tried again").hasSize(1);
		}
	}

	/** Nothing is wrong with any page but that there is always another one. */
	@Test
	void aListingThatCannotFitAnyMoreIsNotAskedForToItsEnd() throws Exception {
		AtomicInteger pages = new AtomicInteger();
		Function<String, String> replies = (_) -> {
			int number = pages.getAndIncrement();
			return thousand(number, more(number), 1L << 30);
		};
		try (OddServer server = new OddServer(replies); OssModelConnector connector = builder(server).build()) {
			OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/dir/").build());
			assertThatExceptionOfType(OssModelException.class).isThrownBy(() -> model.await(Duration.ofSeconds(10)))
				.satisfies((ex) -> assertThat(ex.getMessage()).as("it ended by itself").doesNotContain("Waited"));
			assertThat(server.requests).as("pages of 1000 objects of 1 GiB each").hasSizeLessThan(50);
		}
	}

	private static String more(int number) {
		return MORE.replace("t1", "t" + number);
	}

	/** A page of so many objects, all of one size. */
	private static String thousand(int number, String end, long size) {
		String objects = IntStream.range(0, 1000)
			.mapToObj((i) -> object("dir%%2F%09d".formatted(number * 1000 + i), Long.toString(size)))
			.collect(Collectors.joining());
		return page(end + objects);
	}

	/**
	 * Whoever may put an object chooses its key, and what an operator's terminal shows.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "not a file name", "overwritten", "another checksum", "not a range" })
	void aKeyIsShownAsOneHarmlessLine(String trouble) {
		String key = trouble.equals("not a file name") ? "m/\u001b[2J/../\u202ea" : "m/\u001b[2J\u202ea";
		try (OssEmulator emulator = RemoteOss.emulator().start()) {
			emulator.bucket("models").put(key, new byte[1000]);
			emulator.requestHook(
					(request) -> (request.kind() != RequestKind.GET_OBJECT) ? Reaction.proceed() : switch (trouble) {
						case "overwritten" -> Reaction.status(412, "PreconditionFailed");
						case "another checksum" -> Reaction.replaceHeader("x-oss-hash-crc64ecma", "1");
						default -> Reaction.ignoreRange();
					});
			try (OssModelConnector connector = RemoteOss.of(emulator)
				.connector(this.directory.resolve("root"))
				.maxSize(16L << 20)
				.build()) {
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/m/").build());
				assertThatExceptionOfType(OssModelException.class).isThrownBy(model::await)
					.satisfies((ex) -> assertThat(ex.getMessage()).contains("oss://models/m/")
						.matches(
								(text) -> text.codePoints()
									.noneMatch((c) -> Character.isISOControl(c)
											|| Character.getType(c) == Character.FORMAT),
								"is one line without control and format characters"));
			}
		}
	}

	/** Each of them could be; 200 000 of them together are more than a long holds. */
	@Test
	void sizesThatAreTooMuchTogetherAreNoErrorOfOurOwn() throws Exception {
		Function<String, String> replies = (head) -> {
			Matcher token = Pattern.compile("continuation-token=t(\\d+)").matcher(head);
			int number = token.find() ? Integer.parseInt(token.group(1)) + 1 : 0;
			return thousand(number, (number < 199) ? more(number) : LAST, 10_000L * (5L << 30));
		};
		try (OddServer server = new OddServer(replies); OssModelConnector connector = builder(server).build()) {
			OssModel model = connector
				.prepare(ModelSpec.builder("model", "oss://models/dir/").mode(ModelMode.LAZY).build());
			assertThatExceptionOfType(OssModelException.class).isThrownBy(model::await)
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("bug of ossmc"));
		}
	}

}
