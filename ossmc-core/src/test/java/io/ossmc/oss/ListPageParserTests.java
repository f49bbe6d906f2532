package io.ossmc.oss;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

import io.ossmc.OssUri;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Pages that arrive in pieces, are cut, or want to do harm. */
class ListPageParserTests {

	private static final OssUri PREFIX = new OssUri("models", "dir/");

	private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

	private static final String ENTRY = "<Contents><Key>dir%2Fa</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
			+ "<ETag>\"E1\"</ETag><Type>Normal</Type><Size>12</Size><StorageClass>Standard</StorageClass>"
			+ "<Owner><ID>0</ID><DisplayName>Key</DisplayName></Owner></Contents>";

	private static final String PAGE = page(
			ENTRY + "<Contents><Key>dir%2F%F0%9F%98%80+%2B</Key><ETag>\"E2\"</ETag><Type>Symlink</Type><Size>0</Size>"
					+ "<StorageClass>Archive</StorageClass><RestoreInfo>ongoing-request=\"false\", "
					+ "expiry-date=\"Sun, 01 Feb 2026 08:12:33 GMT\"</RestoreInfo></Contents>"
					+ "<CommonPrefixes><Prefix>dir%2Fsub%2F</Prefix></CommonPrefixes>");

	private static String page(String entries) {
		return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://doc.oss.aliyuncs.com\">"
				+ "<Name>models</Name><Prefix>dir%2F</Prefix><EncodingType>url</EncodingType>"
				+ "<IsTruncated>true</IsTruncated><NextContinuationToken>CgJ&amp;x</NextContinuationToken>" + entries
				+ "<KeyCount>1</KeyCount></ListBucketResult>";
	}

	private static ListPage parse(String xml) throws IOException {
		byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
		return parse(bytes, new Random(1), Math.max(1, bytes.length));
	}

	private static ListPage parse(byte[] xml, Random sizes, int largest) throws IOException {
		ListPageParser parser = new ListPageParser(PREFIX, NOW);
		for (int at = 0; at < xml.length;) {
			int n = Math.min(xml.length - at, 1 + sizes.nextInt(largest));
			byte[] piece = new byte[n + 3];
			System.arraycopy(xml, at, piece, 0, n);
			parser.received(piece, n);
			at += n;
		}
		return parser.page(null, null);
	}

	@Property(tries = 200)
	void aPageIsTheSameHoweverItIsCut(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int largest)
			throws IOException {
		ListPage page = parse(PAGE.getBytes(StandardCharsets.UTF_8), new Random(seed), largest);
		assertThat(page).isEqualTo(parse(PAGE));
		assertThat(page.nextToken()).isEqualTo("CgJ&x");
		assertThat(page.truncated()).isTrue();
		assertThat(page.objects()).extracting((object) -> object.summary().key())
			.containsExactly("dir/a", "dir/\ud83d\ude00 +");
		assertThat(page.objects()).extracting(ListedObject::symlink).containsExactly(false, true);
		assertThat(page.objects()).extracting(ListedObject::restored).containsExactly(false, true);
		assertThat(page.folders()).extracting((folder) -> folder.summary().key()).containsExactly("dir/sub/");
		assertThat(page.objects().getFirst().summary().etag()).isEqualTo("E1");
		assertThat(page.objects().getFirst().summary().lastModified()).isEqualTo("2026-01-01T00:00:00Z");
	}

	@Property(tries = 300)
	void whateverWasChangedIsAPageOrNotUsable(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) {
		Random random = new Random(seed);
		byte[] bytes = PAGE.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < changes; i++) {
			bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean()
					? "<>&;\"'/![]%-?".charAt(random.nextInt(13)) : random.nextInt(256));
		}
		try {
			assertThat(parse(bytes, random, 100).objects()).hasSizeLessThanOrEqualTo(ObjectStore.PAGE);
		}
		catch (IOException ex) {
			assertThat(ex).isInstanceOf(UnusableReply.class);
		}
	}

	@Property(tries = 100)
	void aPageThatEndsEarlyIsNotUsable(@ForAll @IntRange(min = 0, max = 800) int length) {
		byte[] bytes = PAGE.getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(UnusableReply.class)
			.isThrownBy(() -> parse(Arrays.copyOf(bytes, Math.min(length, bytes.length - 1)), new Random(1), 99));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"<!DOCTYPE ListBucketResult [<!ENTITY a \"b\">]><ListBucketResult/> | not well-formed",
			"<!DOCTYPE ListBucketResult SYSTEM \"http://127.0.0.1/\"><ListBucketResult/> | document type",
			"<html><body>Log in</body></html> | document of another kind: html",
			"<ListBucketResult><EncodingType>url</EncodingType></ListBucketResult> | whether it is truncated",
			"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult> | not url-encoded as was asked",
			"<ListBucketResult><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a> | nested too deeply",
			"not XML at all | not well-formed", "'' | ends in the middle" })
	void whatIsNoPageIsNamed(String xml, String what) {
		assertThatExceptionOfType(UnusableReply.class).isThrownBy(() -> parse(xml)).withMessageContaining(what);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "<Size>12</Size> | <Size>-1</Size> | no size", "<Size>12</Size> | '' | no size",
					"<Size>12</Size> | <Size>99999999999999999999</Size> | no size",
					"<Size>12</Size> | <Size>1e3</Size> | no size", "dir%2Fa | dir%2 | not url-encoded",
					"dir%2Fa | dir/%FF | not url-encoded", "dir%2Fa | dir/é | not url-encoded",
					"<Key>dir%2Fa</Key> | '' | no key", "<Size>12</Size> | <Size>12</Size><Size>13</Size> | Size twice",
					"2026-01-01T00:00:00.000Z | yesterday | not modified at any time", "dir%2Fa | &evil; | " })
	void anEntryThatCannotBeIsNamed(String right, String wrong, String what) {
		assertThatExceptionOfType(UnusableReply.class).isThrownBy(() -> parse(page(ENTRY.replace(right, wrong))))
			.withMessageContaining((what != null) ? what : "");
	}

	@Test
	void aPageIsLimitedInAllThatItCanBeLargeIn() {
		assertThatExceptionOfType(UnusableReply.class).isThrownBy(() -> parse(page(ENTRY.repeat(1001))))
			.withMessageContaining("more than 1000 entries");
		assertThatExceptionOfType(UnusableReply.class)
			.isThrownBy(() -> parse(page("<Comment>" + "x".repeat(5000) + "</Comment>")))
			.withMessageContaining("more than 4096 characters");
		assertThatExceptionOfType(UnusableReply.class).isThrownBy(() -> parse(page("<a>x</a>".repeat(1 << 21))))
			.withMessageContaining("more than 8388608 bytes");
	}

	@ParameterizedTest
	@ValueSource(ints = { 5_000, 400_000 })
	void aTagIsLimitedSoThatItTakesLittleTime(int attributes) throws IOException {
		StringBuilder tag = new StringBuilder("<Owner");
		for (int number = 0; number < attributes; number++) {
			tag.append(" a").append(number).append("=\"\"");
		}
		assertThatExceptionOfType(UnusableReply.class).isThrownBy(() -> parse(page(tag + "/>")))
			.withMessageContaining("a tag has more than 16384 bytes");
		assertThat(parse(page("<Owner" + " ".repeat(10_000) + "/>" + ENTRY)).objects()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ongoing-request=\"true\"", "", "ongoing-request=\"false\", expiry-date=\"whenever\"",
			"ongoing-request=\"false\", expiry-date=\"Sat, 31 Jan 2026 11:59:59 GMT\"" })
	void onlyACopyThatIsThereIsRestored(String said) {
		assertThat(Restoration.readable(said, NOW)).isFalse();
		assertThat(Restoration.readable("ongoing-request=\"false\"", NOW)).isTrue();
	}

}
