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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A bucket whose objects are the files below a folder; synthetic objects and files from
 * elsewhere lie over them. Links are followed only within the folder.
 */
final class FolderBucket implements ObjectStore {

	private static final Logger logger = System.getLogger(FolderBucket.class.getName());

	private final FileDigests digests = new FileDigests();

	private final ConcurrentMap<String, String> storageClasses = new ConcurrentHashMap<>();

	private final MemoryBucket overlay;

	private final Path folder;

	private final Path uploads;

	private final KeyPaths paths;

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
		try {
			Upload upload = upload(key, new UploadHeaders(StoredObject.BINARY, StoredObject.STANDARD));
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
	public void storageClass(String key, String storageClass) {
		this.storageClasses.put(key, storageClass);
	}

	@Override
	public void delete(String key) {
		try {
			remove(key);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + key + " in " + this.folder, ex);
		}
	}

	@Override
	public void remove(String key) throws IOException {
		this.overlay.delete(key);
		this.storageClasses.remove(key);
		Optional<Path> file = file(key);
		if (file.isPresent()) {
			Files.delete(file.get());
		}
	}

	@Override
	public Optional<StoredObject> find(String key) throws IOException {
		Optional<StoredObject> object = this.overlay.find(key);
		if (object.isEmpty()) {
			object = findFile(key);
		}
		String storageClass = this.storageClasses.get(key);
		return (storageClass != null) ? object.map((same) -> same.withStorageClass(storageClass)) : object;
	}

	private Optional<StoredObject> findFile(String key) throws IOException {
		Optional<Path> file = file(key);
		if (file.isEmpty()) {
			return Optional.empty();
		}
		try {
			FileVersion version = FileVersion.of(file.get());
			return Optional.of(new StoredObject(new FileContent(version, this.digests), this.digests.etag(version),
					version.modified()));
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
	public Upload upload(String key, UploadHeaders headers) throws IOException, OssError {
		Path target = this.paths.path(key)
			.orElseThrow(() -> OssError.of(400, "InvalidObjectName", "The specified object is not valid."));
		Files.createDirectories(target.getParent());
		if (!target.getParent().toRealPath().startsWith(this.folder)) {
			throw OssError.of(400, "InvalidObjectName", "The specified object is not valid.");
		}
		Files.createDirectories(this.uploads);
		return new FileUpload(this.uploads, target, (object) -> {
			this.overlay.delete(key);
			this.storageClasses.put(key, headers.storageClass());
		}, this.digests, headers);
	}

}
