package io.ossmc.emulator;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * All buckets: those in memory and, looked up whenever they are asked for, the folders of
 * the root.
 */
final class Buckets {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

	private final ConcurrentSkipListMap<String, ObjectStore> known = new ConcurrentSkipListMap<>();

	private final @Nullable Path root;

	private final InstantSource clock;

	Buckets(@Nullable Path root, InstantSource clock) {
		this.root = root;
		this.clock = clock;
	}

	ObjectStore create(String name) {
		requireName(name);
		return find(name)
			.orElseGet(() -> this.known.computeIfAbsent(name, (missing) -> new MemoryBucket(missing, this.clock)));
	}

	ObjectStore create(String name, SyntheticKeys keys, long size) {
		ObjectStore bucket = new SyntheticBucket(requireName(name), keys, size, this.clock.instant());
		if (find(name).isPresent() || this.known.putIfAbsent(name, bucket) != null) {
			throw new IllegalArgumentException("There is a bucket " + name + " already.");
		}
		return bucket;
	}

	private static String requireName(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("Not a bucket name: " + name);
		}
		return name;
	}

	Optional<ObjectStore> find(String name) {
		ObjectStore bucket = this.known.get(name);
		Path folder = (this.root != null && NAME.matcher(name).matches()) ? this.root.resolve(name) : null;
		if (bucket == null && folder != null && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			bucket = this.known.computeIfAbsent(name,
					(missing) -> new FolderBucket(folder, this.root.resolve(".ossmc-uploads"), this.clock));
		}
		if (bucket instanceof FolderBucket && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			this.known.remove(name, bucket);
			return Optional.empty();
		}
		return Optional.ofNullable(bucket);
	}

	Collection<ObjectStore> all() throws IOException {
		if (this.root != null) {
			try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.root)) {
				folders.forEach((folder) -> find(String.valueOf(folder.getFileName())));
			}
		}
		return this.known.values();
	}

}
