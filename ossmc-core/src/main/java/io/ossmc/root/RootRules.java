package io.ossmc.root;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.system.Libc;
import io.ossmc.system.Modes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom we share a root with. One that we make is ours alone (mode 0700). One that is
 * there must be ours or the administrator's, and no link: who could exchange it could
 * exchange the models. Its mode is left alone; what we own and others may read (an
 * administrator's choice, for sidecars) has sub-directories that others may read.
 */
final class RootRules {

	private static final int ADMINISTRATOR = 0;

	private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.OTHERS_WRITE);

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private RootRules() {
	}

	/**
	 * Makes or checks a root.
	 * @param directory absolute
	 * @return what others may do in sub-directories
	 * @throws IOException if it can be neither made nor looked at
	 */
	static Set<PosixFilePermission> prepare(Path directory) throws IOException {
		if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
			create(directory);
		}
		final BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		if (attributes.isSymbolicLink()) {
			throw new OssModelConfigurationException("The memory root " + directory + " is a symbolic link.",
					"Let ossmc.cache.root name the directory itself: " + directory.toRealPath() + ".");
		}
		if (!attributes.isDirectory()) {
			throw new OssModelConfigurationException("The memory root " + directory + " is not a directory.",
					"Let ossmc.cache.root name a directory, or one that does not exist yet.");
		}
		final Integer owner = uid(directory);
		final Integer us = self(directory);
		if (owner != null && us != null && !owner.equals(us) && owner != ADMINISTRATOR) {
			throw new OssModelDirectoryException(
					"The memory root " + directory + " belongs to the user with id " + owner + ", we are " + us + ".",
					"Remove it, give it to this user (chown " + us + "), or let ossmc.cache.root name another.");
		}
		if (!Files.isWritable(directory)) {
			throw new OssModelDirectoryException("The memory root " + directory + " is not writable for this process.",
					"Make it writable (Kubernetes: securityContext.fsGroup), or let ossmc.cache.root name another.");
		}
		final boolean ours = owner == null || owner.equals(us);
		return (ours && Modes.posix(directory)) ? Files.getPosixFilePermissions(directory) : Modes.PRIVATE;
	}

	/**
	 * Says once that everybody may write here: what others put beside our directories is
	 * never touched, but takes room.
	 * @param directory a root
	 */
	static void warnIfShared(Path directory) {
		try {
			if (Modes.any(directory, OTHERS)) {
				logger.warn(
						"Every user of this machine may write to the memory root {} ({}): they can fill it, and replace"
								+ " directories in it unless it is sticky. Let ossmc.cache.root name a directory below"
								+ " it, such as {}, which is made for this user only.",
						directory, PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)),
						directory.resolve("ossmc"));
			}
		}
		catch (IOException ex) {
			logger.debug("Cannot tell who may write to {}", directory, ex);
		}
	}

	private static void create(Path directory) throws IOException {
		final Path parent = directory.getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		try {
			Modes.createDirectory(directory, Modes.PRIVATE);
		}
		catch (FileAlreadyExistsException ex) {
			// Another connector of ours, or somebody else: looked at next.
		}
	}

	/**
	 * What makes names of different users differ.
	 * @return the user id; the user's name where there are no ids
	 */
	static String user() {
		final Optional<Libc> libc = Libc.instance();
		if (libc.isPresent()) {
			return Integer.toUnsignedString(libc.get().uid());
		}
		final Integer uid = uid(Path.of("/proc/self"));
		return (uid != null) ? Integer.toUnsignedString(uid)
				: System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
	}

	private static @Nullable Integer self(Path directory) throws IOException {
		final Optional<Libc> libc = Libc.instance();
		if (libc.isPresent()) {
			return libc.get().uid();
		}
		final Integer uid = uid(Path.of("/proc/self"));
		if (uid != null || !Files.isWritable(directory)) {
			return uid;
		}
		final Path probe = Files.createTempFile(directory, ".ossmc", null);
		try {
			return uid(probe);
		}
		finally {
			Files.delete(probe);
		}
	}

	private static @Nullable Integer uid(Path path) {
		try {
			return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return null;
		}
	}

}
