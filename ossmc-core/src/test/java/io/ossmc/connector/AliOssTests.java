package io.ossmc.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.ossmc.ObjectSummary;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssObject;
import io.ossmc.emulator.HandledRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A client that others wrote, npm's ali-oss, lists, reads and signs what the connector
 * does: the same keys, the same bytes, the same signatures. Needs Node, so that a laptop
 * leaves it out and {@code -Pci} does not.
 */
@Tag("engine")
@Timeout(180)
class AliOssTests {

	private static final String PREFIX = "odd/";

	/**
	 * Characters that clients encode, decode or sign differently. Without dots between
	 * slashes: ali-oss's HTTP client resolves them before it sends what was signed.
	 */
	private static final List<String> KEYS = List.of("plain", "a b", "a+b", "a%20b", "a%b", "a%2Fb", "a&b=c#d?e",
			"a\\b", "a'\"b", "a<b>&amp;", "a//b", "/leading", "?question", "tab\tnew\nline\rreturn", "bell\u0007\u0001",
			"é\u0301ü", "日本語", "\ud83d\ude00", "~!@$^*()_-={}[]|;:,.", "trailing ", "a/");

	private static final String TOKEN = "a token with +/= and more";

	@TempDir
	static Path node;

	@RegisterExtension
	final Oss oss = new Oss((builder) -> builder.credentials("sts-key-id", "sts-key-secret", TOKEN));

	@TempDir
	Path directory;

	@BeforeAll
	static void install() throws Exception {
		assumeThat(isThere("node") && isThere("npm")).as("node and npm are installed").isTrue();
		for (String name : List.of("package.json", "package-lock.json", "sign-list-read.js")) {
			try (InputStream file = AliOssTests.class.getResourceAsStream("/ali-oss/" + name)) {
				Files.copy(file, node.resolve(name));
			}
		}
		run("", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
	}

	@ParameterizedTest
	@CsvSource({ "1,false", "1,true", "4,false", "4,true" })
	void itListsReadsAndSignsAsTheConnectorDoes(int version, boolean sts) throws Exception {
		OssModelCredentials credentials = sts ? new OssModelCredentials("sts-key-id", "sts-key-secret", TOKEN)
				: new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null);
		Map<String, byte[]> contents = new TreeMap<>();
		KEYS.forEach((key) -> contents.put(PREFIX + key, this.oss.put(PREFIX + key, 100 + key.length())));
		Map<String, Map<String, String>> ours = signedByConnector((version == 4) ? this.oss.emulator().region() : null,
				credentials, contents);
		List<String> output = run(
				ours.entrySet()
					.stream()
					.map((entry) -> encode(entry.getKey()) + " " + encode(query(entry.getValue())) + "\n")
					.collect(Collectors.joining()),
				"node", "sign-list-read.js", "http://localhost:" + this.oss.emulator().port(),
				this.oss.emulator().region(), Oss.BUCKET, PREFIX, credentials.accessKeyId(),
				credentials.accessKeySecret(), sts ? TOKEN : "-", Integer.toString(version));
		List<String> listed = new ArrayList<>();
		List<String> read = new ArrayList<>();
		List<String> signed = new ArrayList<>();
		for (String line : output) {
			List<String> words = Arrays.stream(line.split(" ")).map(AliOssTests::decode).toList();
			String key = words.get(1);
			switch (words.getFirst()) {
				case "listed" -> listed.add(key);
				case "read" -> {
					assertThat(words.get(2)).as("what ali-oss reads of %s", key).isEqualTo(sha256(contents.get(key)));
					read.add(key);
				}
				default -> {
					assertThat(parameters(words.get(2))).as("what ali-oss signs for %s", key).isEqualTo(ours.get(key));
					assertThat(words.get(3)).as("the status of ali-oss's URL of %s", key).isEqualTo("200");
					assertThat(words.get(4)).as("what ali-oss's URL of %s brings", key)
						.isEqualTo(sha256(contents.get(key)));
					signed.add(key);
				}
			}
		}
		assertThat(listed).containsExactlyInAnyOrderElementsOf(contents.keySet());
		assertThat(read).containsExactlyElementsOf(contents.keySet());
		assertThat(signed).containsExactlyElementsOf(contents.keySet());
	}

	/** Lists and reads all with the connector; returns the query it signed for each. */
	private Map<String, Map<String, String>> signedByConnector(@Nullable String region, OssModelCredentials credentials,
			Map<String, byte[]> contents) {
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.region(region)
			.credentials(() -> credentials)
			.build()) {
			List<ObjectSummary> listed = connector.list(Oss.uri(PREFIX)).toList();
			assertThat(listed).extracting(ObjectSummary::key).containsExactlyInAnyOrderElementsOf(contents.keySet());
			for (ObjectSummary summary : listed) {
				try (OssObject object = connector.open(summary.uri())) {
					assertThat(object.byteBuffer()).as(summary.uri())
						.isEqualTo(ByteBuffer.wrap(contents.get(summary.key())));
				}
			}
		}
		Map<String, Map<String, String>> queries = new TreeMap<>();
		for (HandledRequest get : this.oss.gets()) {
			queries.put(get.key(), get.request().query());
		}
		return queries;
	}

	private static boolean isThere(String program) throws InterruptedException {
		try {
			return new ProcessBuilder(program, "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException _) {
			return false;
		}
	}

	private static List<String> run(String input, String... command) throws IOException, InterruptedException {
		Path errors = node.resolve("errors");
		Process process = new ProcessBuilder(command).directory(node.toFile()).redirectError(errors.toFile()).start();
		try (OutputStream stdin = process.getOutputStream()) {
			stdin.write(input.getBytes(StandardCharsets.UTF_8));
		}
		List<String> output = process.inputReader(StandardCharsets.UTF_8).lines().toList();
		assertThat(process.waitFor()).as(() -> command[0] + ": " + contentOf(errors)).isZero();
		return output;
	}

	private static String contentOf(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static String query(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((parameter) -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static Map<String, String> parameters(String query) {
		Map<String, String> parameters = new TreeMap<>();
		for (String parameter : query.split("&")) {
			int equals = parameter.indexOf('=');
			parameters.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
		}
		return parameters;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String decode(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	private static String sha256(byte[] bytes) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
	}

}
