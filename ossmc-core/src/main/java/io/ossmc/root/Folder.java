package io.ossmc.root;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An open directory. Its entries are looked at, opened, renamed and removed relative to
 * what was opened and not by a path, so that whoever exchanges a name on the way leads us
 * nowhere; links are never followed. Where a platform has no such calls (Windows, on
 * which an ordinary user makes no links) each entry is looked at just before it is
 * touched. Used by one thread; whoever opened it closes it.
 */
final class Folder implements Closeable {

	private static final Set<PosixFilePermission> OWNER = Set.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

	private final Path path;

	private final DirectoryStream<Path> stream;

	/** The same, where the platform has such. */
	private final @Nullable SecureDirectoryStream<Path> secure;

	private Folder(Path path, DirectoryStream<Path> stream) {
		this.path = path;
		this.stream = stream;
		this.secure = (stream instanceof SecureDirectoryStream<Path> relative) ? relative : null;
	}

	/**
	 * Opens a directory that nobody else can exchange: links on the way are followed.
	 * @param directory exists
	 * @return to be closed by the caller
	 * @throws IOException if it is no directory or cannot be opened
	 */
	static Folder open(Path directory) throws IOException {
		return new Folder(directory, Files.newDirectoryStream(directory));
	}

	/**
	 * Opens a directory in this one.
	 * @param name of an entry
	 * @return to be closed by the caller
	 * @throws IOException if it is a link or otherwise no directory, or cannot be opened
	 */
	Folder enter(Path name) throws IOException {
		final Path child = this.path.resolve(name);
		if (this.secure != null) {
			return new Folder(child, this.secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
		}
		if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
			throw new NotDirectoryException(child.toString());
		}
		return new Folder(child, Files.newDirectoryStream(child));
	}

	/** By which path it was opened; it may lead elsewhere by now. */
	Path path() {
		return this.path;
	}

	/**
	 * What is in it. May be asked once.
	 * @return names without a path
	 * @throws IOException if it cannot be read
	 */
	List<Path> names() throws IOException {
		final List<Path> names = new ArrayList<>();
		try {
			this.stream.forEach((entry) -> names.add(entry.getFileName()));
			return names;
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Looks at an entry.
	 * @param name of it
	 * @return empty if there is none
	 * @throws IOException if it cannot be looked at
	 */
	Optional<Entry> find(Path name) throws IOException {
		try {
			if (this.secure != null) {
				return Optional.of(entry(
						this.secure.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
						this.secure.getFileAttributeView(name, BasicFileAttributeView.class,
								LinkOption.NOFOLLOW_LINKS)));
			}
			return Optional.of(entry(this.path.resolve(name)));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Looks at the directory itself: at what is open, whatever has its name now.
	 * @return what it is
	 * @throws IOException if it cannot be looked at
	 */
	Entry self() throws IOException {
		return (this.secure != null) ? entry(this.secure.getFileAttributeView(PosixFileAttributeView.class),
				this.secure.getFileAttributeView(BasicFileAttributeView.class)) : entry(this.path);
	}

	/**
	 * Lets its user remove what is in it. Who made it may have made it read-only since.
	 * @throws IOException if that cannot be changed
	 */
	void makeWritable() throws IOException {
		final PosixFileAttributeView view = (this.secure != null)
				? this.secure.getFileAttributeView(PosixFileAttributeView.class)
				: Files.getFileAttributeView(this.path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
		if (view != null) {
			final Set<PosixFilePermission> permissions = EnumSet.copyOf(OWNER);
			permissions.addAll(view.readAttributes().permissions());
			if (!permissions.equals(view.readAttributes().permissions())) {
				view.setPermissions(permissions);
			}
		}
	}

	/**
	 * Opens a file in it.
	 * @param name of a regular file
	 * @return to be closed by the caller
	 * @throws IOException if it is a link or cannot be opened
	 */
	FileChannel openToWrite(Path name) throws IOException {
		if (this.secure == null) {
			return FileChannel.open(this.path.resolve(name), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		}
		final SeekableByteChannel channel = this.secure.newByteChannel(name,
				Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
		if (channel instanceof FileChannel file) {
			return file;
		}
		channel.close();
		throw new IOException("No file channel: " + name);
	}

	/** Removes a file or a link, not what it leads to. */
	void deleteFile(Path name) throws IOException {
		if (this.secure != null) {
			this.secure.deleteFile(name);
		}
		else {
			Files.delete(this.path.resolve(name));
		}
	}

	/** Removes an empty directory. */
	void deleteDirectory(Path name) throws IOException {
		if (this.secure != null) {
			this.secure.deleteDirectory(name);
		}
		else {
			Files.delete(this.path.resolve(name));
		}
	}

	/** Renames an entry within this directory. */
	void rename(Path name, Path next) throws IOException {
		if (this.secure != null) {
			this.secure.move(name, this.secure, next);
		}
		else {
			Files.move(this.path.resolve(name), this.path.resolve(next));
		}
	}

	@Override
	public void close() throws IOException {
		this.stream.close();
	}

	private static Entry entry(Path path) throws IOException {
		return entry(Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
				Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
	}

	private static Entry entry(@Nullable PosixFileAttributeView posix, BasicFileAttributeView basic)
			throws IOException {
		if (posix != null) {
			final PosixFileAttributes attributes = posix.readAttributes();
			return new Entry(attributes, Ownership.isOurs(attributes.owner()));
		}
		return new Entry(basic.readAttributes(), true);
	}

	/**
	 * What was found under a name.
	 *
	 * @param attributes of a link itself
	 * @param ours whether it belongs to this user, or files have no owners
	 */
	record Entry(BasicFileAttributes attributes, boolean ours) {

		/** Whether it is the file of a key; true where files have none. */
		boolean is(@Nullable Object fileKey) {
			return fileKey == null || fileKey.equals(this.attributes.fileKey());
		}

	}

}
