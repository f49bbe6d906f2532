package io.ossmc.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

import io.ossmc.system.FileHold;
import io.ossmc.system.Libc;
import io.ossmc.system.Trash;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the file of a closed region goes. Its name goes from sight at once, on the thread
 * that closes; its pages go when the reaper has time and nobody else has them. In between
 * something must keep them, or the kernel would free them on the wrong thread, and nobody
 * could tell whether they are gone: a descriptor of the unlinked file, of which there are
 * {@linkplain DescriptorQuota few}, or else a name in the {@link Trash}.
 *
 * <pre>
 * NAMED ──────────▶ HELD ───▶ GONE     its only name is removed, a descriptor kept
 *   │                           ▲
 *   └────────────▶ HIDDEN ──────┘      renamed: no descriptor, or it has more names
 * </pre>
 *
 * Whatever fails (no descriptor is to be had, somebody changed the rights) leaves it
 * where it is, to be tried again: as long as it is not gone it is charged. Not
 * thread-safe.
 */
final class LeavingFile {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private final @Nullable Object fileKey;

	private final Optional<Libc> libc;

	/** Where it is while it has a name. */
	private Path path;

	private State state = State.NAMED;

	/** While it is held. */
	private @Nullable FileHold hold;

	private boolean complained;

	/**
	 * A file that is about to go.
	 * @param path of its one name that is ours
	 * @param fileKey tells it from another of the same name; null where there is none
	 * @param libc the calls, if they can be made
	 */
	LeavingFile(Path path, @Nullable Object fileKey, Optional<Libc> libc) {
		this.path = path;
		this.fileKey = fileKey;
		this.libc = libc;
	}

	/** Takes its name away, but not yet the pages. Never throws. */
	void hide() {
		if (this.state != State.NAMED) {
			return;
		}
		try {
			if (!isThere()) {
				this.state = State.GONE;
			}
			else if (names() > 1 || !hold()) {
				this.path = Trash.hide(this.path);
				this.state = State.HIDDEN;
			}
		}
		catch (NoSuchFileException ex) {
			logger.trace("Already gone: {}", this.path);
			this.state = State.GONE;
		}
		catch (IOException | RuntimeException ex) {
			complain(ex);
		}
	}

	/**
	 * Removes what is left, unless somebody else has the file open, mapped or by another
	 * name. Never throws.
	 * @return whether its pages are at the kernel
	 */
	boolean gone() {
		hide();
		try {
			if (this.state == State.HIDDEN) {
				removeHidden();
			}
			else if (this.hold != null && !this.hold.shared()) {
				this.hold.close();
				this.hold = null;
				this.state = State.GONE;
				DescriptorQuota.give();
			}
		}
		catch (NoSuchFileException ex) {
			logger.trace("Already gone: {}", this.path);
			this.state = State.GONE;
		}
		catch (IOException | RuntimeException ex) {
			complain(ex);
		}
		return this.state == State.GONE;
	}

	/** Whether the name still is this file's, and not somebody else's by now. */
	private boolean isThere() throws IOException {
		return Objects.equals(this.fileKey,
				Files.readAttributes(this.path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
	}

	/** How many names it has; 1 where that cannot be asked for. */
	private int names() throws IOException {
		try {
			return (Integer) Files.getAttribute(this.path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
		}
		catch (UnsupportedOperationException | IllegalArgumentException ex) {
			return 1;
		}
	}

	private boolean hold() throws IOException {
		if (!DescriptorQuota.take()) {
			return false;
		}
		@Nullable FileHold opened = null;
		try {
			opened = FileHold.open(this.path, this.libc);
			Files.delete(this.path);
			this.hold = opened;
			this.state = State.HELD;
			return true;
		}
		catch (NoSuchFileException ex) {
			throw ex;
		}
		catch (IOException ex) {
			logger.debug("Not unlinked now: {}", this.path, ex);
			return false;
		}
		finally {
			if (this.hold == null) {
				DescriptorQuota.give();
				if (opened != null) {
					opened.close();
				}
			}
		}
	}

	private void removeHidden() throws IOException {
		if (names() > 1) {
			return;
		}
		final FileHold open = FileHold.open(this.path, this.libc);
		try {
			if (!open.shared()) {
				Files.delete(this.path);
				this.state = State.GONE;
			}
		}
		finally {
			open.close();
		}
	}

	private void complain(Exception ex) {
		if (this.complained) {
			logger.debug("Still there: {}", this.path, ex);
		}
		else {
			this.complained = true;
			logger.warn("The file {} could not be removed, it is tried again: {}", this.path, ex.toString());
		}
	}

	/** How far it is. */
	private enum State {

		NAMED, HELD, HIDDEN, GONE

	}

}
