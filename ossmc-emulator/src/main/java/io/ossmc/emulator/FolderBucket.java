package io.ossmc.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * A bucket whose objects are the files below a folder; synthetic objects and files from
 * elsewhere lie over them. Links are followed only within the folder.
 */
final class FolderBucket implements ObjectStore {

	private static final Logger logger = System.getLogger(FolderBucket.class.getName());

	private final FileDigests digests = new FileDigests();

	/** Of files; what lies over them has its own. */
	private final ConcurrentMap<String, Attributes> attributes = new ConcurrentHashMap<>();

	private final MemoryBucket overlay;

	private final Path folder;

	private final Path uploads;

	private final KeyPaths paths;

	private final InstantSource clock;

	private volatile NavigableSet<String> lastListed = Collections.emptyNavigableSet();

	/**
	 * A bucket over a folder.
	 * @param folder its real path
	 * @param uploads where bodies of PUTs wait, on the same file system
	 * @param clock the emulator's clock
	 */
	FolderBucket(Path folder, Path uploads, InstantSource clock) {
		this.overlay = new MemoryBucket(String.valueOf(folder.getFileName()), clock);
		this.folder = folder;
		this.uploads = uploads;
		this.clock = clock;
		this.paths = new KeyPaths(folder);
	}

	@Override
	public String name() {
		return this.overlay.name();
	}

	@Override
	public Instant created() {
		return this.overlay.created();
	}

	@Override
	public void put(String key, byte[] content) {
		put(key, content, Map.of());
	}

	@Override
	public void put(String key, byte[] content, Map<String, String> headers) {
		try {
			Upload upload = upload(key, Attributes.of(headers));
			upload.write(content);
			upload.commit(upload.digest());
		}
		catch (OssError | IOException ex) {
			throw new IllegalArgumentException("Cannot store " + key + " in " + this.folder + ": " + ex.getMessage(),
					ex);
		}
	}

	@Override
	public void put(String key, Path file) {
		this.overlay.put(key, file);
	}

	@Override
	public void putSynthetic(String key, long size, long seed) {
		this.overlay.putSynthetic(key, size, seed);
	}

	@Override
	public void symlink(String key, String target) {
		this.overlay.symlink(key, target);
	}

	@Override
	public StoredObject link(String key, String target, Attributes attributes) {
		return this.overlay.link(key, target, attributes);
	}

	@Override
	public void storageClass(String key, String storageClass) {
		change(key, (attributes) -> attributes.withStorageClass(storageClass));
	}

	@Override
	public void restore(String key) {
		change(key, (attributes) -> attributes
			.withRestoration(Restoration.begin(this.clock.instant(), Duration.ZERO, Restoration.DAY)));
	}

	@Override
	public void change(String key, UnaryOperator<Attributes> change) {
		if (this.overlay.find(key).isPresent()) {
			this.overlay.change(key, change);
		}
		else if (file(key).isPresent()) {
			this.attributes.compute(key, (same, known) -> change.apply((known != null) ? known : Attributes.NONE));
		}
		else {
			throw new IllegalArgumentException("No object " + key + " in " + this.folder);
		}
	}

	@Override
	public void directRead(boolean directRead) {
		this.overlay.directRead(directRead);
	}

	@Override
	public boolean allowsDirectRead() {
		return this.overlay.allowsDirectRead();
	}

	@Override
	public void versioning(boolean versioning) {
		if (versioning) {
			throw new UnsupportedOperationException(
					"The bucket " + name() + " is a folder, which keeps no versions: use one in memory.");
		}
	}

	@Override
	public boolean keepsVersions() {
		return false;
	}

	@Override
	public Versions versions(String key) throws IOException {
		return find(key).map((object) -> Versions.NONE.with(Versions.Entry.of(object))).orElse(Versions.NONE);
	}

	@Override
	public void delete(String key) {
		try {
			remove(key, Optional.empty());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + key + " in " + this.folder, ex);
		}
	}

	@Override
	public Optional<Versions.Entry> remove(String key, Optional<String> version) throws IOException {
		this.overlay.delete(key);
		this.attributes.remove(key);
		Optional<Path> file = file(key);
		if (file.isPresent()) {
			Files.delete(file.get());
		}
		return Optional.empty();
	}

	@Override
	public Optional<StoredObject> find(String key) throws IOException {
		Optional<StoredObject> object = this.overlay.find(key);
		return object.isPresent() ? object : findFile(key);
	}

	private Optional<StoredObject> findFile(String key) throws IOException {
		Optional<Path> file = file(key);
		if (file.isEmpty()) {
			return Optional.empty();
		}
		try {
			FileVersion version = FileVersion.of(file.get());
			return Optional.of(new StoredObject(new FileContent(version, this.digests), this.digests.etag(version),
					version.modified(), this.attributes.getOrDefault(key, Attributes.NONE)));
		}
		catch (NoSuchFileException ex) {
			// Deleted since, or a folder.
			return Optional.empty();
		}
	}

	/** The real file, only if it is below the folder. */
	private Optional<Path> file(String key) {
		return this.paths.path(key).flatMap((path) -> {
			try {
				Path real = path.toRealPath();
				return real.startsWith(this.folder) ? Optional.of(real) : Optional.empty();
			}
			catch (IOException ex) {
				logger.log(Level.DEBUG, "No file for a key in " + this.folder, ex);
				return Optional.empty();
			}
		});
	}

	@Override
	public SortedSet<String> keys() {
		try {
			return Collections.unmodifiableSortedSet(keys(true));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot list " + this.folder, ex);
		}
	}

	/** Walks the folder for a first page; the pages after it use the same walk. */
	@Override
	public NavigableSet<String> keys(boolean firstPage) throws IOException {
		if (firstPage) {
			NavigableSet<String> keys = new TreeSet<>(KeyOrder.INSTANCE);
			Files.walkFileTree(this.folder, new SimpleFileVisitor<>() {
				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (!attributes.isDirectory() && !attributes.isOther()) {
						FolderBucket.this.paths.key(file).ifPresent(keys::add);
					}
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException failure) {
					logger.log(Level.WARNING, "Not listed: " + file, failure);
					return FileVisitResult.CONTINUE;
				}
			});
			keys.addAll(this.overlay.keys(true));
			this.lastListed = keys;
		}
		return this.lastListed;
	}

	@Override
	public Upload upload(String key, Attributes attributes) throws IOException, OssError {
		Path target = this.paths.path(key)
			.orElseThrow(() -> OssError.of(400, "InvalidObjectName", "The specified object is not valid."));
		Files.createDirectories(target.getParent());
		if (!target.getParent().toRealPath().startsWith(this.folder)) {
			throw OssError.of(400, "InvalidObjectName", "The specified object is not valid.");
		}
		Files.createDirectories(this.uploads);
		return new FileUpload(this.uploads, target, (object) -> {
			this.overlay.delete(key);
			this.attributes.put(key, attributes);
		}, this.digests, attributes);
	}

}
