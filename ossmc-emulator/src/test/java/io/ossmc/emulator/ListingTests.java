package io.ossmc.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListingTests {

	private final MemoryBucket bucket = new MemoryBucket("models", InstantSource.system());

	private final StoredObject object = new StoredObject(MemoryContent.of(new byte[0]), "ETAG",
			InstantSource.system().instant(), Attributes.NONE);

	private Listing page(Map<String, String> query) throws OssError, IOException {
		Map<String, String> all = new HashMap<>(query);
		all.put("list-type", "2");
		return Listing.page(this.bucket, ListingQuery.of(all));
	}

	private List<String> all(Map<String, String> query) throws OssError, IOException {
		List<String> names = new ArrayList<>();
		Map<String, String> next = new HashMap<>(query);
		for (int pages = 0; pages < 10_000; pages++) {
			Listing page = page(next);
			page.entries().forEach((entry) -> names.add(entry.key()));
			names.addAll(page.prefixes());
			if (page.next().isEmpty()) {
				return names;
			}
			next.put("continuation-token", page.next().get().toString());
		}
		throw new AssertionError("the listing does not end");
	}

	@Test
	void sortsByTheBytesOfUtf8() throws Exception {
		List<String> keys = List.of("A", "a", "a/", "a/b", "é", "\uE000", "\uFFFD", "😀", "😁");
		for (String key : keys.reversed()) {
			this.bucket.put(key, this.object);
		}
		assertThat(all(Map.of())).containsExactlyElementsOf(keys);
	}

	@Test
	void pagesAnyBucketLikeASetWould() throws Exception {
		Random random = new Random(1);
		TreeSet<String> keys = new TreeSet<>(KeyOrder.INSTANCE);
		for (int round = 0; round < 400; round++) {
			StringBuilder key = new StringBuilder();
			for (int letter = 1 + random.nextInt(5); letter > 0; letter--) {
				key.appendCodePoint(
						List.of((int) '/', (int) 'a', (int) 'b', 0x10FFFF, 0xFFFF, 0xD7FF, 1).get(random.nextInt(7)));
			}
			keys.add(key.toString());
			this.bucket.put(key.toString(), this.object);
		}
		for (int round = 0; round < 300; round++) {
			String prefix = List.of("", "a", "/", "a/", "b/a", "\uDBFF\uDFFF").get(random.nextInt(6));
			String delimiter = List.of("", "/", "a", "ab").get(random.nextInt(4));
			String after = List.of("", "a", "a/b", "b", "\uDBFF\uDFFF").get(random.nextInt(5));
			TreeSet<String> expected = new TreeSet<>(KeyOrder.INSTANCE);
			for (String key : keys) {
				if (key.startsWith(prefix) && KeyOrder.INSTANCE.compare(key, after) > 0) {
					int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
					expected.add((end < 0) ? key : key.substring(0, end + delimiter.length()));
				}
			}
			List<String> listed = all(Map.of("prefix", prefix, "delimiter", delimiter, "start-after", after, "max-keys",
					Integer.toString(1 + random.nextInt(7))));
			assertThat(listed).as("prefix %s, delimiter %s, after %s", prefix, delimiter, after)
				.containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Test
	void encodesNamesWhenAsked() throws Exception {
		this.bucket.put("a b/\u0001", this.object);
		ListingQuery query = ListingQuery.of(Map.of("list-type", "2", "encoding-type", "url", "prefix", "a b"));
		assertThat(new String(new ListingXml(this.bucket, query, Instant.EPOCH).of(Listing.page(this.bucket, query)),
				StandardCharsets.UTF_8))
			.contains("<Key>a%20b%2F%01</Key>", "<Prefix>a%20b</Prefix>", "<EncodingType>url</EncodingType>");
	}

	@Test
	void escapesNames() throws Exception {
		this.bucket.put("<&>\"]]>", this.object);
		ListingQuery query = ListingQuery.of(Map.of("list-type", "2", "fetch-owner", "true"));
		assertThat(new String(new ListingXml(this.bucket, query, Instant.EPOCH).of(Listing.page(this.bucket, query)),
				StandardCharsets.UTF_8))
			.contains("<Key>&lt;&amp;&gt;\"]]&gt;</Key>", "<Owner><ID>");
	}

	@Test
	void findsItsPlaceInAMillionKeys() throws Exception {
		for (int key = 0; key < 200_000; key++) {
			this.bucket.put("folder-%03d/%06d".formatted(key % 1000, key), this.object);
		}
		assertThat(page(Map.of("delimiter", "/", "max-keys", "1000")).prefixes()).hasSize(1000);
		assertThat(all(Map.of("prefix", "folder-500/", "max-keys", "1000"))).hasSize(200);
		assertThat(all(Map.of("max-keys", "1000"))).hasSize(200_000);
	}

	@Test
	void refusesArgumentsOutOfRange() {
		for (Map<String, String> query : List.of(Map.of("max-keys", "0"), Map.of("max-keys", "1001"),
				Map.of("max-keys", "x"), Map.of("encoding-type", "base64"), Map.of("continuation-token", "%%%"),
				Map.of("continuation-token", "eHg"))) {
			assertThatThrownBy(() -> page(query)).as(query.toString())
				.isInstanceOfSatisfying(OssError.class, (ex) -> assertThat(ex.code()).isEqualTo("InvalidArgument"));
		}
	}

}
