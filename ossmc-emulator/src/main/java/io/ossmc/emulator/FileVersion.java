package io.ossmc.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * What tells one content of a file from the next without reading it.
 *
 * @param path the file itself, not a link
 * @param size in bytes
 * @param modified when it was last written
 * @param inode what the file system calls the file
 */
record FileVersion(Path path, long size, Instant modified, String inode) {

	static FileVersion of(Path path) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		if (!attributes.isRegularFile()) {
			throw new NoSuchFileException(path.toString());
		}
		return new FileVersion(path, attributes.size(), attributes.lastModifiedTime().toInstant(),
				String.valueOf(attributes.fileKey()));
	}

}
