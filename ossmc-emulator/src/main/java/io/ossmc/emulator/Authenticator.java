package io.ossmc.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Finds out which of the four ways a request is signed in and checks it, in the order OSS
 * does: form, time, key, token, signature.
 */
final class Authenticator {

	/** How far the clocks of client and server may be apart. */
	static final Duration SKEW = Duration.ofMinutes(15);

	private final KeyRing keys;

	private final InstantSource clock;

	private final SignatureV4 v4;

	Authenticator(KeyRing keys, InstantSource clock, String region) {
		this.keys = keys;
		this.clock = clock;
		this.v4 = new SignatureV4(region);
	}

	void check(Request request, Target target) throws OssError {
		Instant now = this.clock.instant();
		String authorization = request.header("authorization").orElse("");
		Claim claim;
		if (authorization.startsWith(SignatureV4.ALGORITHM)) {
			claim = this.v4.ofHeader(request, target, authorization, now);
		}
		else if (authorization.startsWith("OSS ")) {
			claim = SignatureV1.ofHeader(request, target, authorization, now);
		}
		else if (!authorization.isEmpty()) {
			throw OssError.invalidArgument("Authorization", "", "Authorization header is invalid.");
		}
		else if (target.query().containsKey("x-oss-signature")) {
			claim = this.v4.ofQuery(request, target, now);
		}
		else if (target.query().containsKey("Signature")) {
			claim = SignatureV1.ofQuery(request, target, now);
		}
		else {
			throw OssError.accessDenied("You have no right to access this object because of bucket acl.");
		}
		AccessKey key = this.keys.find(claim.keyId());
		key.check(claim.token(), now);
		if (!ConstantTime.equal(claim.signer().sign(key.secret()), claim.signature())) {
			throw claim.mismatch();
		}
	}

	static void checkSkew(Instant signed, Instant now, String asSent) throws OssError {
		if (Duration.between(signed, now).abs().compareTo(SKEW) > 0) {
			throw OssError
				.of(403, "RequestTimeTooSkewed",
						"The difference between the request time and the current time is too large.")
				.with("MaxAllowedSkewMilliseconds", Long.toString(SKEW.toMillis()))
				.with("RequestTime", asSent)
				.with("ServerTime", now.toString());
		}
	}

	static OssError expired(Instant expires, Instant now) {
		return OssError.accessDenied("Request has expired.")
			.with("Expires", expires.toString())
			.with("ServerTime", now.toString());
	}

}
