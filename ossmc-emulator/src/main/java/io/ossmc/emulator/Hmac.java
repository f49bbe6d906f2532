package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 2104 over UTF-8 text. */
enum Hmac {

	SHA1("HmacSHA1"), SHA256("HmacSHA256");

	private final String algorithm;

	Hmac(String algorithm) {
		this.algorithm = algorithm;
	}

	byte[] of(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance(this.algorithm);
			mac.init(new SecretKeySpec(key, this.algorithm));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK has no " + this.algorithm + ", which OSS's signatures use.", ex);
		}
	}

}
