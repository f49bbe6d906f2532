package io.ossmc.sign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Keyed hashes (RFC 2104) over the JDK's message digests. Its own {@code Mac} does the
 * same after 50 to 60 ms in which a fresh JVM loads its framework of providers: longer
 * than all the rest of a first request.
 */
public enum Hmac {

	/** Of V1 signatures. */
	SHA1("SHA-1"),

	/** Of V4 signatures. */
	SHA256("SHA-256");

	/** Bytes that both digests take in at a time. */
	private static final int BLOCK = 64;

	private final String digest;

	Hmac(String digest) {
		this.digest = digest;
	}

	public byte[] of(byte[] key, String text) {
		MessageDigest hash = digest(this.digest);
		byte[] block = Arrays.copyOf((key.length > BLOCK) ? hash.digest(key) : key, BLOCK);
		hash.update(padded(block, 0x36));
		byte[] inner = hash.digest(text.getBytes(StandardCharsets.UTF_8));
		hash.update(padded(block, 0x5c));
		return hash.digest(inner);
	}

	private static byte[] padded(byte[] block, int pad) {
		byte[] padded = new byte[BLOCK];
		for (int i = 0; i < BLOCK; i++) {
			padded[i] = (byte) (block[i] ^ pad);
		}
		return padded;
	}

	/** A digest that every JDK has. */
	static MessageDigest digest(String name) {
		try {
			return MessageDigest.getInstance(name);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JDK has no " + name + ", which OSS's signatures use.", ex);
		}
	}

}
