package io.ossmc.model;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.ModelSpec;
import io.ossmc.region.MemoryRoot;
import io.ossmc.region.Owner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a model's files are: staging, versions, and the stable path that shows one of
 * them. Thread-safe.
 */
final class ModelPlace {

	private static final Logger log = LoggerFactory.getLogger(ModelPlace.class);

	private final ModelSpec spec;

	private final MemoryRoot root;

	private final Owner owner;

	private @Nullable StablePath stable;

	private @Nullable Path shown;

	private boolean abandoned;

	ModelPlace(ModelSpec spec, MemoryRoot root, Owner owner) {
		this.spec = spec;
		this.root = root;
		this.owner = owner;
	}

	/**
	 * Takes the stable path over; afterwards it is ours.
	 * @throws io.ossmc.OssModelDirectoryException if it is somebody else's
	 */
	synchronized void claim() {
		if (this.stable == null && !this.abandoned) {
			Path configured = this.spec.directory();
			this.stable = StablePath.claim((configured != null) ? configured : defaultPath(), this.owner);
		}
	}

	private Path defaultPath() {
		return this.owner.directory().resolve("models").resolve(this.spec.name());
	}

	/** The stable path, whether it is there already or not. */
	Path path() {
		Path configured = this.spec.directory();
		return ((configured != null) ? configured : defaultPath()).toAbsolutePath().normalize();
	}

	/** Real pages of a file of that size. */
	long charge(long size) {
		return this.root.charge(size);
	}

	Path newStaging() throws IOException {
		return fresh(this.owner.directory().resolve("staging"), this.spec.name());
	}

	/** A directory of that name; with a number if an earlier one is still leased. */
	Path newVersion(String version) throws IOException {
		return fresh(this.owner.directory().resolve("versions").resolve(this.spec.name()), version);
	}

	/** Made here and now, so that no other attempt can have the same. */
	private static Path fresh(Path parent, String name) throws IOException {
		Files.createDirectories(parent);
		for (int number = 0;; number++) {
			try {
				return Files.createDirectory(parent.resolve((number == 0) ? name : name + "-" + number));
			}
			catch (FileAlreadyExistsException _) {
				// Somebody else's.
			}
		}
	}

	/** Lets the stable path show a version whose files are about to appear. */
	void show(Path version) throws IOException {
		show(version, List.of());
	}

	/**
	 * Lets the stable path show another version, in one step.
	 * @param version complete
	 * @param files its files' names; empty if they will be {@linkplain #published}
	 */
	synchronized void show(Path version, List<String> files) throws IOException {
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
		this.shown = version;
	}

	synchronized void published(String file) {
		if (this.stable != null) {
			try {
				this.stable.published(file);
			}
			catch (IOException ex) {
				throw StablePath.unusable(this.stable.path(), ex);
			}
		}
	}

	/** Takes the stable path away if it shows this version. */
	synchronized void hide(Path version) {
		if (version.equals(this.shown)) {
			hide();
		}
	}

	/** Takes the stable path away for good: it may be another model's from now on. */
	synchronized void abandon() {
		this.abandoned = true;
		hide();
	}

	private void hide() {
		this.shown = null;
		if (this.stable != null) {
			try {
				this.stable.remove();
			}
			catch (IOException ex) {
				log.warn("The link {} could not be removed; remove it by hand: {}", this.stable.path(), ex.toString());
			}
			this.stable = null;
		}
	}

}
