package io.ossmc.listing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.ossmc.ObjectSummary;
import io.ossmc.oss.ListedObject;

/**
 * Entries of a listing that are read ahead of the reader, in a quarter of the memory: of
 * each key what differs from the one before, of an ETag of 32 capital hexadecimal digits
 * its 16 bytes. Immutable.
 */
final class PackedPage implements Page {

	private static final int SYMLINK = 1;

	private static final int RESTORED = 2;

	private static final int HEX = 4;

	private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

	private static final int DIGEST = 16;

	private final String bucket;

	private final int entries;

	private final byte[] packed;

	private final List<String> storageClasses;

	private PackedPage(String bucket, int entries, byte[] packed, List<String> storageClasses) {
		this.bucket = bucket;
		this.entries = entries;
		this.packed = packed;
		this.storageClasses = storageClasses;
	}

	/**
	 * Packs objects.
	 * @param bucket where they are
	 * @param objects in order; no folders
	 */
	static PackedPage of(String bucket, List<ListedObject> objects) {
		Out out = new Out();
		List<String> classes = new ArrayList<>();
		byte[] before = {};
		for (ListedObject listed : objects) {
			ObjectSummary object = listed.summary();
			byte[] key = object.key().getBytes(StandardCharsets.UTF_8);
			int mismatch = Arrays.mismatch(before, key);
			int alike = (mismatch < 0) ? key.length : mismatch;
			out.number(alike);
			out.bytes(key, alike);
			boolean hex = isDigest(object.etag());
			out.write((listed.symlink() ? SYMLINK : 0) | (listed.restored() ? RESTORED : 0) | (hex ? HEX : 0));
			if (hex) {
				out.writeBytes(DIGITS.parseHex(object.etag()));
			}
			else {
				out.bytes(object.etag().getBytes(StandardCharsets.UTF_8), 0);
			}
			out.number(object.size());
			out.number(object.lastModified().getEpochSecond());
			out.number(object.lastModified().getNano());
			if (!classes.contains(object.storageClass())) {
				classes.add(object.storageClass());
			}
			out.number(classes.indexOf(object.storageClass()));
			before = key;
		}
		return new PackedPage(bucket, objects.size(), out.toByteArray(), List.copyOf(classes));
	}

	private static boolean isDigest(String etag) {
		if (etag.length() != 2 * DIGEST) {
			return false;
		}
		for (int i = 0; i < etag.length(); i++) {
			char digit = etag.charAt(i);
			if ((digit < '0' || digit > '9') && (digit < 'A' || digit > 'F')) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int entries() {
		return this.entries;
	}

	/** The first so many of its entries. */
	PackedPage first(int entries) {
		return (entries == this.entries) ? this
				: new PackedPage(this.bucket, entries, this.packed, this.storageClasses);
	}

	@Override
	public long weight() {
		return this.packed.length + 128L;
	}

	@Override
	public List<ListedObject> objects() {
		List<ListedObject> objects = new ArrayList<>(this.entries);
		In in = new In(this.packed);
		byte[] key = {};
		for (int i = 0; i < this.entries; i++) {
			key = in.bytes(key, (int) in.number());
			int flags = in.read();
			String etag = ((flags & HEX) != 0) ? DIGITS.formatHex(in.packed, in.skip(DIGEST), in.at)
					: new String(in.bytes(new byte[0], 0), StandardCharsets.UTF_8);
			long size = in.number();
			Instant modified = Instant.ofEpochSecond(in.number(), in.number());
			objects.add(new ListedObject(
					new ObjectSummary(this.bucket, new String(key, StandardCharsets.UTF_8), size, etag, modified,
							this.storageClasses.get((int) in.number()), false),
					(flags & SYMLINK) != 0, (flags & RESTORED) != 0));
		}
		return objects;
	}

	/** Numbers of seven bits a byte, and bytes after their length. */
	private static final class Out extends ByteArrayOutputStream {

		Out() {
			super(64 << 10);
		}

		void number(long number) {
			long left = number;
			while ((left & ~0x7fL) != 0) {
				write((int) (left | 0x80));
				left >>>= 7;
			}
			write((int) left);
		}

		void bytes(byte[] bytes, int from) {
			number(bytes.length - from);
			write(bytes, from, bytes.length - from);
		}

	}

	/** What {@link Out} wrote. */
	private static final class In {

		private final byte[] packed;

		private int at;

		In(byte[] packed) {
			this.packed = packed;
		}

		int read() {
			return this.packed[this.at++] & 0xff;
		}

		long number() {
			long number = 0;
			for (int shift = 0;; shift += 7) {
				int next = read();
				number |= (next & 0x7fL) << shift;
				if (next < 0x80) {
					return number;
				}
			}
		}

		/** As many from the start of others, and those that follow. */
		byte[] bytes(byte[] others, int alike) {
			int more = (int) number();
			byte[] bytes = Arrays.copyOf(others, alike + more);
			System.arraycopy(this.packed, skip(more), bytes, alike, more);
			return bytes;
		}

		int skip(int bytes) {
			int start = this.at;
			this.at += bytes;
			return start;
		}

	}

}
