package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Any number of keys of which none is stored: each is computed from its index, and the
 * keys increase strictly in the order of OSS, which compares their UTF-8 bytes as
 * unsigned numbers. Immutable and safe for any number of threads.
 */
public final class SyntheticKeys {

	private static final int[] LETTERS = { 0x4e2d, 0x6587, 0x8a9e, 0xac00, 0xe000, 0xf900, 0xff21, 0x1f600, 0x20000 };

	private static final int[] FAN_OUTS = { 3, 7, 5, 11, 4, 13 };

	private static final int FOLDERS = 1_000;

	private final long count;

	private final LongFunction<String> keys;

	private SyntheticKeys(long count, LongFunction<String> keys) {
		if (count < 0) {
			throw new IllegalArgumentException("A number of keys is not negative: " + count + ".");
		}
		this.count = count;
		this.keys = keys;
	}

	/** Numbers of twelve digits without folders: {@code obj-000000001234}. */
	public static SyntheticKeys flat(long count) {
		return new SyntheticKeys(count, (index) -> "obj-" + padded(index, 12));
	}

	/** UUIDs that are spread evenly over their 128 bits. */
	public static SyntheticKeys uuids(long count) {
		long step = Long.divideUnsigned(-1L, Math.max(2, count));
		return new SyntheticKeys(count, (index) -> {
			long high = index * step + Long.remainderUnsigned(mixed(index), step);
			return uuid(hex(high) + hex(mixed(~index)));
		});
	}

	/** A folder an hour: {@code logs/2024/03/07/13/part-00012.parquet}. */
	public static SyntheticKeys dates(long count) {
		long anHour = Math.max(12, count / 87_600 + 1);
		LocalDateTime start = LocalDateTime.of(2015, 1, 1, 0, 0);
		return new SyntheticKeys(count, (index) -> {
			LocalDateTime hour = start.plusHours(index / anHour);
			return "logs/" + hour.getYear() + '/' + padded(hour.getMonthValue(), 2) + '/'
					+ padded(hour.getDayOfMonth(), 2) + '/' + padded(hour.getHour(), 2) + "/part-"
					+ padded(index % anHour, 5) + ".parquet";
		});
	}

	/** Seven levels of folders, of which each has another number of children. */
	public static SyntheticKeys deep(long count) {
		return new SyntheticKeys(count, (index) -> {
			String path = "file-" + padded(index % 20, 2);
			long rest = index / 20;
			for (int fanOut : FAN_OUTS) {
				path = "level-" + padded(rest % fanOut, 2) + '/' + path;
				rest /= fanOut;
			}
			return "tree-" + padded(rest, 9) + '/' + path;
		});
	}

	/** Images in one folder, whose path is all but the end of each key. */
	public static SyntheticKeys giant(long count) {
		return new SyntheticKeys(count,
				(index) -> "data/train/images/very/long/path/that/every/one/of/the/keys/shares/img_" + padded(index, 12)
						+ ".jpg");
	}

	/**
	 * Words of CJK characters, emoji and characters from U+E000 on, for which the order
	 * of UTF-16 is another than that of UTF-8.
	 */
	public static SyntheticKeys cjk(long count) {
		return new SyntheticKeys(count, (index) -> {
			int[] word = new int[20];
			long rest = index;
			for (int at = word.length - 1; at >= 0; at--) {
				word[at] = LETTERS[(int) (rest % LETTERS.length)];
				rest /= LETTERS.length;
			}
			return new String(word, 0, 16) + '/' + new String(word, 16, 4);
		});
	}

	/** A thousand folders: the i-th has about 1/i as many keys as the first. */
	public static SyntheticKeys zipf(long count) {
		long[] ends = new long[FOLDERS];
		double all = 0;
		for (int folder = 1; folder <= FOLDERS; folder++) {
			all += 1.0 / folder;
		}
		double sum = 0;
		for (int folder = 0; folder < FOLDERS; folder++) {
			sum += 1.0 / (folder + 1);
			ends[folder] = (long) (count * (sum / all));
		}
		ends[FOLDERS - 1] = count;
		return new SyntheticKeys(count, (index) -> {
			int low = 0;
			int high = FOLDERS - 1;
			while (low < high) {
				int middle = (low + high) / 2;
				if (ends[middle] > index) {
					high = middle;
				}
				else {
					low = middle + 1;
				}
			}
			return "folder-" + padded(low, 4) + "/obj-" + padded(index, 12);
		});
	}

	/** The number of keys. */
	public long count() {
		return this.count;
	}

	/**
	 * The key at an index.
	 * @throws IndexOutOfBoundsException if there is none
	 */
	public String key(long index) {
		if (index < 0 || index >= this.count) {
			throw new IndexOutOfBoundsException("There is no key " + index + " of " + this.count + ".");
		}
		return this.keys.apply(index);
	}

	/**
	 * The index of a key, or {@code -(insertion point) - 1} of what is not a key, as
	 * {@link Arrays#binarySearch(long[], long)} says it.
	 */
	public long indexOf(String key) {
		byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
		long low = 0;
		long high = this.count - 1;
		while (low <= high) {
			long middle = (low + high) >>> 1;
			int order = Arrays.compareUnsigned(key(middle).getBytes(StandardCharsets.UTF_8), wanted);
			if (order == 0) {
				return middle;
			}
			if (order < 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -low - 1;
	}

	private static String padded(long number, int digits) {
		String text = Long.toString(number);
		return "0".repeat(Math.max(0, digits - text.length())) + text;
	}

	private static String hex(long bits) {
		String text = Long.toHexString(bits);
		return "0".repeat(16 - text.length()) + text;
	}

	private static String uuid(String hex) {
		return hex.substring(0, 8) + '-' + hex.substring(8, 12) + '-' + hex.substring(12, 16) + '-'
				+ hex.substring(16, 20) + '-' + hex.substring(20);
	}

	/** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
	private static long mixed(long number) {
		long bits = (number + 1) * 0x9e3779b97f4a7c15L;
		bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
		bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
		return bits ^ (bits >>> 31);
	}

}
