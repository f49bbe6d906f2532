package io.ossmc.place;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.ossmc.ModelSpec;
import io.ossmc.root.FileTrees;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a model's files are: staging, versions, and the stable path that shows one of
 * them. A directory that the user chose is held against others from the start on: as long
 * as there is no version it shows an empty directory. Thread-safe.
 */
public final class ModelPlace {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final String name;

	private final MemoryRoot root;

	private final Owner owner;

	private volatile @Nullable Path configured;

	private @Nullable StablePath stable;

	private @Nullable Path shown;

	/** Files of the version shown that are complete. */
	private final Set<String> files = new LinkedHashSet<>();

	private boolean abandoned;

	public ModelPlace(ModelSpec spec, MemoryRoot root, Owner owner) {
		this.name = spec.name();
		this.configured = spec.directory();
		this.root = root;
		this.owner = owner;
	}

	/**
	 * Takes the stable path over; afterwards it is ours.
	 * @throws io.ossmc.OssModelDirectoryException if it is somebody else's
	 */
	public synchronized void claim() {
		if (this.stable == null && !this.abandoned) {
			this.stable = StablePath.claim(path(), this.owner);
		}
	}

	/**
	 * Takes the stable path over and lets it show the version that it should show. If
	 * there is none yet, a path that the user chose shows that there is nothing: so
	 * nobody else takes it.
	 * @throws io.ossmc.OssModelDirectoryException if it is somebody else's
	 */
	public synchronized void hold() {
		Path version = this.shown;
		try {
			if (version != null && this.stable == null && !this.abandoned) {
				List<String> names = List.copyOf(this.files);
				show(version);
				names.forEach(this::published);
			}
			else if (version == null && this.configured != null && !this.abandoned) {
				claimAndPoint(nothing(), List.of());
			}
			else {
				claim();
			}
		}
		catch (IOException ex) {
			throw StablePath.unusable(path(), ex);
		}
	}

	/** Nobody should put anything where models come and go. */
	private Path nothing() throws IOException {
		Path nothing = absent();
		if (!Files.exists(nothing)) {
			Files.createDirectories(nothing);
			PosixFileAttributeView posix = Files.getFileAttributeView(nothing, PosixFileAttributeView.class);
			if (posix != null) {
				posix.setPermissions(PosixFilePermissions.fromString("r-xr-xr-x"));
			}
		}
		return nothing;
	}

	private Path absent() {
		return this.owner.directory().resolve("absent").resolve(this.name);
	}

	private Path defaultPath() {
		return this.owner.directory().resolve("models").resolve(this.name);
	}

	/** The stable path, whether it is there already or not. */
	public Path path() {
		Path configured = this.configured;
		return ((configured != null) ? configured : defaultPath()).toAbsolutePath().normalize();
	}

	/** Real pages of a file of that size. */
	public long charge(long size) {
		return this.root.charge(size);
	}

	public Path newStaging() throws IOException {
		return fresh(this.owner.directory().resolve("staging"), this.name);
	}

	/** A directory of that name; with a number if an earlier one is still leased. */
	public Path newVersion(String version) throws IOException {
		return fresh(this.owner.directory().resolve("versions").resolve(this.name), version);
	}

	/** Made here and now, so that no other attempt can have the same. */
	private static Path fresh(Path parent, String name) throws IOException {
		int number = 0;
		while (true) {
			makeParent(parent);
			try {
				return Files.createDirectory(parent.resolve((number == 0) ? name : name + "-" + number));
			}
			catch (FileAlreadyExistsException _) {
				// Somebody else's.
				number++;
			}
			catch (NoSuchFileException ex) {
				// The last version before this one has just gone, and the folder with it.
				log.trace("Once more: {}", parent, ex);
			}
		}
	}

	/** The folder may go at any moment, with the last that was in it. */
	private static void makeParent(Path parent) throws IOException {
		try {
			Files.createDirectories(parent);
		}
		catch (FileAlreadyExistsException ex) {
			// It was there when it was to be made, and gone when it was looked at: that
			// is how the JDK says so.
			if (Files.exists(parent) && !Files.isDirectory(parent)) {
				throw ex;
			}
			log.trace("Once more: {}", parent, ex);
		}
	}

	/**
	 * Deletes a version's names; the directory of the model's versions goes with the last
	 * one.
	 */
	public static void deleteVersion(Path version) {
		deleteVersion(version, () -> {
		});
	}

	/** As above, and says when nothing of it is left. */
	public static void deleteVersion(Path version, Runnable whenGone) {
		FileTrees.delete(version, whenGone);
		FileTrees.deleteIfEmpty(version.resolveSibling(""));
	}

	/** Lets the stable path show a version whose files are about to appear. */
	public void show(Path version) throws IOException {
		show(version, List.of());
	}

	/**
	 * Lets the stable path show another version, in one step.
	 * @param version complete
	 * @param files its files' names; empty if they will be {@linkplain #published}
	 */
	public synchronized void show(Path version, List<String> files) throws IOException {
		claimAndPoint(version, files);
		this.shown = version;
		this.files.clear();
		this.files.addAll(files);
	}

	private void claimAndPoint(Path version, List<String> files) throws IOException {
		claim();
		try {
			point(version, files);
		}
		catch (FileAlreadyExistsException _) {
			// Taken since it was claimed: now it is said by whom, or it is free again.
			this.stable = null;
			claim();
			try {
				point(version, files);
			}
			catch (FileAlreadyExistsException ex) {
				throw StablePath.unusable(path(), ex);
			}
		}
	}

	/** Takes the stable path away, until it is {@linkplain #hold held} again. */
	public synchronized void leave() {
		if (this.stable != null) {
			removeStable(this.stable);
			this.stable = null;
		}
	}

	/**
	 * Lets another path show what the stable path, which was {@linkplain #leave() left},
	 * showed.
	 * @throws io.ossmc.OssModelDirectoryException if it is somebody else's
	 */
	public synchronized void moveTo(@Nullable Path directory) {
		this.configured = directory;
		hold();
	}

	private void point(Path version, List<String> files) throws FileAlreadyExistsException {
		if (this.stable != null) {
			try {
				this.stable.point(version, files);
			}
			catch (FileAlreadyExistsException ex) {
				throw ex;
			}
			catch (IOException ex) {
				throw StablePath.unusable(this.stable.path(), ex);
			}
		}
	}

	public synchronized void published(String file) {
		this.files.add(file);
		if (this.stable != null) {
			try {
				this.stable.published(file);
			}
			catch (IOException ex) {
				throw StablePath.unusable(this.stable.path(), ex);
			}
		}
	}

	/** Lets the stable path show nothing any more if it shows this version. */
	public synchronized void hide(Path version) {
		if (version.equals(this.shown)) {
			hide();
		}
	}

	/** Takes the stable path away for good: it may be another model's from now on. */
	public synchronized void abandon() {
		this.abandoned = true;
		hide();
		FileTrees.deleteIfEmpty(absent());
	}

	private void hide() {
		this.shown = null;
		this.files.clear();
		if (this.configured == null || this.abandoned || this.stable == null) {
			leave();
			return;
		}
		try {
			this.stable.point(nothing(), List.of());
		}
		catch (IOException ex) {
			log.warn("Model {} does not hold its directory {} until it is fetched again: {}", this.name,
					this.stable.path(), ex.toString());
			leave();
		}
	}

	private static void removeStable(StablePath stable) {
		try {
			stable.remove();
		}
		catch (IOException ex) {
			log.warn("The link {} could not be removed; remove it by hand: {}", stable.path(), ex.toString());
		}
	}

}
