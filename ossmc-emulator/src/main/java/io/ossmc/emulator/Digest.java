package io.ossmc.emulator;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What OSS says about the bytes of an object.
 *
 * @param etag upper-case MD5, without quotes
 * @param crc64 CRC-64/XZ
 */
record Digest(String etag, long crc64) {

	static String md5(byte[] bytes) {
		return HexFormat.of().withUpperCase().formatHex(md5().digest(bytes));
	}

	static Digest of(byte[] bytes) {
		return new Digest(md5(bytes), Crc64.of(bytes));
	}

	private static MessageDigest md5() {
		try {
			return MessageDigest.getInstance("MD5");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JDK has no MD5, which OSS's ETags are made of.", ex);
		}
	}

	/** Takes bytes as they come. One thread. */
	static final class Builder {

		private final MessageDigest md5 = md5();

		private final Crc64 crc64 = new Crc64();

		private final boolean etag;

		Builder(boolean etag) {
			this.etag = etag;
		}

		void update(byte[] bytes, int offset, int length) {
			if (this.etag) {
				this.md5.update(bytes, offset, length);
			}
			this.crc64.update(bytes, offset, length);
		}

		Digest build() {
			return new Digest(HexFormat.of().withUpperCase().formatHex(this.md5.digest()), this.crc64.value());
		}

	}

}
