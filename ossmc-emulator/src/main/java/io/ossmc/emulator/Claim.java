package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a signed request says about itself, to be compared with what the secret says.
 *
 * @param keyId the access key's id
 * @param token the security token sent along
 * @param stringToSign what client and server sign
 * @param canonicalRequest what the string to sign is the hash of; empty in V1
 * @param signature the client's
 * @param signer makes the server's
 */
record Claim(String keyId, Optional<String> token, String stringToSign, String canonicalRequest, String signature,
		Signer signer) {

	OssError mismatch() {
		byte[] bytes = this.stringToSign.getBytes(StandardCharsets.UTF_8);
		OssError error = OssError
			.of(403, "SignatureDoesNotMatch",
					"The request signature we calculated does not match the signature you provided."
							+ " Check your key and signing method.")
			.with("OSSAccessKeyId", this.keyId)
			.with("SignatureProvided", this.signature)
			.with("StringToSign", this.stringToSign)
			.with("StringToSignBytes", HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes));
		return this.canonicalRequest.isEmpty() ? error : error.with("CanonicalRequest", this.canonicalRequest);
	}

	/** Signs with a secret. */
	@FunctionalInterface
	interface Signer {

		String sign(String secret);

	}

}
