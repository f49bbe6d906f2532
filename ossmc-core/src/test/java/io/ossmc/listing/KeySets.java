package io.ossmc.listing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import org.jspecify.annotations.Nullable;

/** Keys of many shapes, and what servers do to listings of them. */
final class KeySets {

	/** Also those between which the order of UTF-16 is another. */
	private static final int[] CHARACTERS = { 'a', 'b', 'z', 'A', '0', '9', '/', '.', '-', '%', '+', ' ', '&', '<',
			0x01, 0x7f, 0x85, 0xe9, 0x4e2d, 0x6587, 0xd7ff, 0xe000, 0xf900, 0xfdd0, 0xfffd, 0xfffe, 0x10000, 0x1f600,
			0x1ffff, 0x10ffff };

	private KeySets() {
	}

	static Set<String> some(Random random) {
		Set<String> keys = new HashSet<>();
		int shapes = 1 + random.nextInt(3);
		for (int i = 0; i < shapes; i++) {
			int count = (random.nextInt(8) == 0) ? 3000 : random.nextInt(300);
			String folder = (shapes == 1) ? "" : odd(random, 3) + "/";
			int shape = random.nextInt(7);
			for (int n = 0; n < count; n++) {
				keys.add(folder + key(random, shape, n));
			}
		}
		keys.remove("");
		return keys;
	}

	private static String key(Random random, int shape, int number) {
		return switch (shape) {
			case 0 -> "obj-%09d".formatted(number);
			case 1 -> new UUID(random.nextLong(), random.nextLong()).toString();
			case 2 -> "logs/%04d/%02d/%02d.gz".formatted(2020 + number / 372, 1 + number / 31 % 12, 1 + number % 31);
			case 3 -> odd(random, 4) + "/" + odd(random, 2) + "/" + odd(random, 3);
			case 4 -> "x".repeat(200) + number;
			case 5 -> odd(random, 6);
			default -> "folder-" + (int) Math.exp(random.nextDouble() * 5) + "/" + number;
		};
	}

	private static String odd(Random random, int length) {
		StringBuilder odd = new StringBuilder();
		for (int i = 0; i < length; i++) {
			odd.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
		}
		return odd.toString();
	}

	/** Of some of the keys, or of none. */
	static OssUri prefix(Set<String> keys, Random random) {
		if (keys.isEmpty() || random.nextBoolean()) {
			return SomeKeys.BUCKET;
		}
		String key = keys.stream().skip(random.nextInt(keys.size())).findFirst().orElseThrow();
		int length = random.nextInt(key.codePointCount(0, key.length()) + 1);
		return SomeKeys.BUCKET.withKey(key.substring(0, key.offsetByCodePoints(0, length)));
	}

	static Fault fault(Random random) {
		List<Fault> faults = List.of((store, page, after) -> {
			throw new OssModelTransferException("OSS failed.", "It is tried again.");
		}, (store, page, after) -> store.list(SomeKeys.BUCKET, null, null, null), (store, page, after) -> {
			List<ListedObject> turned = new ArrayList<>(page.objects());
			Collections.reverse(turned);
			return new ListPage(turned, List.of(), page.truncated(), page.nextToken());
		}, (store, page, after) -> new ListPage(List.of(), List.of(), true, "token"),
				(store, page, after) -> new ListPage(page.objects(), List.of(), true, null),
				(store, page, after) -> page.objects().isEmpty() ? page
						: new ListPage(Collections.nCopies(2, page.objects().getFirst()), List.of(), true, "token"));
		return faults.get(random.nextInt(faults.size()));
	}

	/** What becomes of a page. */
	@FunctionalInterface
	interface Fault {

		ListPage change(SomeKeys store, ListPage page, @Nullable String startAfter);

	}

}
