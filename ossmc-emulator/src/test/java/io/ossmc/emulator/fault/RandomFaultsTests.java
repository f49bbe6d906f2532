package io.ossmc.emulator.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.aliyun.oss.common.auth.ServiceSignature;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.SyntheticObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The catalogue of faults, each of them on the wire, and who meets which. */
class RandomFaultsTests {

	private static final URI ELSEWHERE = URI.create("http://127.0.0.1:1");

	private static final byte[] CONTENT = SyntheticObject.bytes(5000, 1, 0, 5000);

	/** Whoever says nothing for so long is silent; a busy machine may seem so too. */
	private static final int MOMENT = 40;

	/** What a good reply may take. */
	private static final int LONG = 20_000;

	private static OssEmulator emulator;

	private static RandomFaults faults;

	@BeforeAll
	static void start() {
		faults = new RandomFaults(1, 0, ELSEWHERE);
		emulator = OssEmulator.builder().credentials("ak", "secret").requestHook(faults).start();
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	static Stream<Fault> catalogue() {
		return Fault.catalogue().stream();
	}

	@Test
	void haveNamesOfTheirOwnAndAreMany() {
		assertThat(Fault.catalogue()).extracting(Fault::name).doesNotHaveDuplicates().hasSizeGreaterThan(60);
		assertThat(Fault.catalogue()).allSatisfy((fault) -> assertThat(fault.scope()).isNotEmpty());
		for (RequestKind kind : new RequestKind[] { RequestKind.GET_OBJECT, RequestKind.HEAD_OBJECT,
				RequestKind.LIST_OBJECTS }) {
			assertThat(Fault.catalogue()).filteredOn((fault) -> fault.scope().contains(kind))
				.as("faults of %s", kind)
				.hasSizeGreaterThan(20);
		}
	}

	/** What the client sees differs, and afterwards all is well. */
	@ParameterizedTest
	@MethodSource("catalogue")
	void areShownOnceAndNoMore(Fault fault) throws IOException {
		String prefix = fault.name() + "/";
		emulator.bucket("models").put(prefix + "a b.bin", CONTENT);
		emulator.bucket("models").put(prefix + "b.bin", CONTENT);
		faults.assign(prefix, fault, 1);
		int times = 0;
		for (RequestKind kind : fault.scope()) {
			String shown = reply(kind, prefix, MOMENT);
			awaitShown(fault, ++times);
			String good = reply(kind, prefix, LONG);
			assertThat(shown).as("%s of %s", kind, fault).isNotEqualTo(good);
			assertThat(good).as("%s after %s", kind, fault).matches("(?s)HTTP/1.1 20[06] .*");
		}
		assertThat(faults.shown()).containsEntry(fault.name(), (long) fault.scope().size());
	}

	/** The client may have lost its patience before the request was looked at. */
	private static void awaitShown(Fault fault, int times) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (faults.shown().getOrDefault(fault.name(), 0L) < times && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	/** All that comes, without what differs from reply to reply, and how it ends. */
	private static String reply(RequestKind kind, String prefix, int patience) throws IOException {
		boolean list = kind == RequestKind.LIST_OBJECTS;
		String method = (kind == RequestKind.HEAD_OBJECT) ? "HEAD" : "GET";
		String path = "/models/" + (list ? "" : prefix + "b.bin");
		long expires = Instant.now().getEpochSecond() + 60;
		String signature = ServiceSignature.create()
			.computeSignature("secret", method + "\n\n\n" + expires + "\n" + path);
		String query = "OSSAccessKeyId=ak&Expires=" + expires + "&Signature="
				+ URLEncoder.encode(signature, StandardCharsets.UTF_8)
				+ (list ? "&list-type=2&encoding-type=url&prefix=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8)
						: "");
		try (Socket socket = new Socket("127.0.0.1", emulator.port())) {
			socket.setSoTimeout(patience);
			socket.getOutputStream()
				.write((method + " " + path + "?" + query
						+ " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=0-2999\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			StringBuilder text = new StringBuilder();
			long begin = System.nanoTime();
			String end = read(socket.getInputStream(), text);
			// Slowness is a difference too.
			String pace = (patience == MOMENT && System.nanoTime() - begin > 2_000_000L * MOMENT) ? "slow" : "";
			return text.toString().replaceAll("(?m)^(Date|x-oss-request-id|x-oss-server-time).*$", "") + end + pace;
		}
	}

	private static String read(InputStream input, StringBuilder text) {
		byte[] buffer = new byte[64 * 1024];
		try {
			for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
				text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
				if (text.length() > 2_000_000) {
					return "and more";
				}
			}
			return "end";
		}
		catch (SocketTimeoutException _) {
			return "silence";
		}
		catch (SocketException _) {
			return "reset";
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Test
	void areDrawnFromTheSeedAlone() {
		List<String> first = draw(7, false);
		assertThat(draw(7, true)).as("in another order").isEqualTo(first);
		assertThat(draw(8, false)).isNotEqualTo(first);
	}

	private static List<String> draw(long seed, boolean backwards) {
		RandomFaults drawn = new RandomFaults(seed, 0.5, ELSEWHERE);
		List<String> kinds = new ArrayList<>();
		for (int number = 0; number < 200; number++) {
			int key = backwards ? 199 - number : number;
			Map<String, Long> before = drawn.shown();
			drawn.react(get("key-" + key));
			kinds.add("key-" + key + " "
					+ drawn.shown()
						.entrySet()
						.stream()
						.filter((shown) -> !shown.getValue().equals(before.get(shown.getKey())))
						.toList()
						.toString()
						.replaceAll("=\\d+", ""));
		}
		kinds.sort(null);
		return kinds;
	}

	private static Request get(String key) {
		return new Request(1, 1, 1, "GET", "models", key, Map.of(), Map.of());
	}

	@Test
	void leaveThoseAloneThatAreSpared() {
		RandomFaults all = new RandomFaults(1, 1, ELSEWHERE);
		all.spare("good/");
		for (int number = 0; number < 100; number++) {
			assertThat(all.react(get("good/" + number)).parts()).isEmpty();
		}
		assertThat(all.shown()).isEmpty();
	}

	@Test
	void endForWhoeverAsksForEver() {
		RandomFaults endless = new RandomFaults(1, 0, ELSEWHERE);
		endless.assign("key", Fault.catalogue().getFirst(), Integer.MAX_VALUE);
		for (int number = 0; number < RandomFaults.ENOUGH; number++) {
			assertThat(endless.react(get("key")).parts()).isNotEmpty();
		}
		assertThat(endless.exhausted()).isEmpty();
		assertThat(endless.react(get("key")).parts()).isEmpty();
		assertThat(endless.exhausted()).containsExactly("GET_OBJECT models/key");
	}

}
