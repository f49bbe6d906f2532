package io.ossmc.emulator;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The key pairs accepted at this moment. */
final class KeyRing {

	private final ConcurrentMap<String, AccessKey> keys = new ConcurrentHashMap<>();

	void add(AccessKey key) {
		this.keys.put(key.id(), key);
	}

	void revoke(String id) {
		this.keys.remove(id);
	}

	void expire(String id, Instant when) {
		this.keys.computeIfPresent(id, (same, key) -> key.expiring(when));
	}

	AccessKey find(String id) throws OssError {
		AccessKey key = this.keys.get(id);
		if (key == null) {
			throw unknown(id);
		}
		return key;
	}

	static OssError unknown(String id) {
		return OssError
			.of(403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.")
			.with("OSSAccessKeyId", id);
	}

}
