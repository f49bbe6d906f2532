package io.ossmc.emulator;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A key pair that is accepted, for ever or, with the security token of STS, until the
 * token expires.
 */
final class AccessKey {

	private final String id;

	private final String secret;

	private final @Nullable String token;

	private final @Nullable Instant expires;

	AccessKey(String id, String secret, @Nullable String token, @Nullable Instant expires) {
		if (id.isBlank() || secret.isBlank()) {
			throw new IllegalArgumentException("An access key needs an id and a secret that are not blank.");
		}
		this.id = id;
		this.secret = secret;
		this.token = token;
		this.expires = expires;
	}

	String id() {
		return this.id;
	}

	String secret() {
		return this.secret;
	}

	/**
	 * Whether the request proves, beside the signature, that it comes from the session
	 * the key was made for.
	 */
	void check(Optional<String> presented, Instant now) throws OssError {
		if (this.token == null) {
			if (presented.isPresent()) {
				throw OssError.of(403, "InvalidSecurityToken", "The security token you provided is invalid.");
			}
			return;
		}
		if (presented.isEmpty()) {
			throw KeyRing.unknown(this.id);
		}
		if (!ConstantTime.equal(this.token, presented.get())) {
			throw OssError.of(403, "InvalidSecurityToken", "The security token you provided is invalid.");
		}
		if (this.expires != null && !now.isBefore(this.expires)) {
			throw OssError.of(403, "SecurityTokenExpired", "The security token you provided has expired.");
		}
	}

	AccessKey expiring(Instant when) {
		return new AccessKey(this.id, this.secret, this.token, when);
	}

	@Override
	public String toString() {
		return "AccessKey " + this.id;
	}

}
