package io.ossmc.emulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an object has beside its bytes.
 *
 * @param storageClass {@code Standard}, {@code IA}, {@code Archive}, …
 * @param headers kept from its upload and sent with every reply (OSS documentation,
 * "PutObject"): {@code Content-Type}, {@code Content-Encoding} and the like, and user
 * metadata, {@code x-oss-meta-*}
 * @param target the key it is a symbolic link to, if it is one
 * @param restoration of an archived object, if one was asked for
 */
record Attributes(String storageClass, Map<String, String> headers, Optional<String> target,
		Optional<Restoration> restoration) {

	static final String STANDARD = "Standard";

	/** Of an object that came without headers. */
	static final Attributes NONE = new Attributes(STANDARD, Map.of(), Optional.empty(), Optional.empty());

	private static final String BINARY = "application/octet-stream";

	private static final String USER = "x-oss-meta-";

	private static final Set<String> STORAGE_CLASSES = Set.of(STANDARD, "IA", "Archive", "ColdArchive",
			"DeepColdArchive");

	private static final Set<String> KEPT = Set.of("Content-Type", "Content-Encoding", "Content-Disposition",
			"Content-Language", "Cache-Control", "Expires");

	Attributes {
		Map<String, String> all = new LinkedHashMap<>(headers);
		all.putIfAbsent("Content-Type", BINARY);
		headers = Map.copyOf(all);
	}

	/**
	 * Those of an upload with these headers, whatever the case of their names; headers
	 * that OSS does not keep are left out.
	 */
	static Attributes of(Map<String, String> upload) throws OssError {
		Map<String, String> given = new LinkedHashMap<>();
		upload.forEach((name, value) -> given.put(name.toLowerCase(Locale.ROOT), value));
		String storageClass = given.getOrDefault("x-oss-storage-class", STANDARD);
		if (!STORAGE_CLASSES.contains(storageClass)) {
			throw OssError.invalidArgument("x-oss-storage-class", storageClass, "The storage class is not valid.");
		}
		Map<String, String> kept = new LinkedHashMap<>();
		KEPT.stream()
			.filter((name) -> given.containsKey(name.toLowerCase(Locale.ROOT)))
			.forEach((name) -> kept.put(name, given.get(name.toLowerCase(Locale.ROOT))));
		given.forEach((name, value) -> {
			if (name.startsWith(USER)) {
				kept.put(name, value);
			}
		});
		return new Attributes(storageClass, kept, Optional.empty(), Optional.empty());
	}

	/** Archived bytes cannot be read before they are restored. */
	boolean isArchived() {
		return this.storageClass.endsWith("Archive");
	}

	/** Whether there are bytes to read at this moment. */
	boolean isReadable(Instant now) {
		return !isArchived() || this.restoration.filter((restoration) -> restoration.isReadable(now)).isPresent();
	}

	Attributes withStorageClass(String storageClass) {
		return new Attributes(storageClass, this.headers, this.target, Optional.empty());
	}

	Attributes withTarget(String target) {
		return new Attributes(this.storageClass, this.headers, Optional.of(target), Optional.empty());
	}

	Attributes withRestoration(Restoration restoration) {
		return new Attributes(this.storageClass, this.headers, this.target, Optional.of(restoration));
	}

	/**
	 * A link's, as they are shown when it is read: whether there are bytes is a matter of
	 * its target.
	 */
	Attributes through(Attributes target) {
		return new Attributes(target.storageClass, this.headers, this.target, target.restoration);
	}

}
