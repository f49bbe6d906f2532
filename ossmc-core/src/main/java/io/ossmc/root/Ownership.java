package io.ossmc.root;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

import io.ossmc.system.Libc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who this process is to a file system, and which files are this user's. */
final class Ownership {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final Path PROCESS = Path.of("/proc/self");

	private static final @Nullable UserPrincipal US = us();

	private Ownership() {
	}

	/**
	 * Whether something belongs to this user.
	 * @param owner as the file system says; null where files have no owners
	 * @return true where nobody owns anything; false where it cannot be told who we are
	 */
	static boolean isOurs(@Nullable UserPrincipal owner) {
		return owner == null || owner.equals(US);
	}

	/**
	 * Whether a file belongs to this user, by its path: for what nobody else can exchange
	 * meanwhile. A link is looked at itself.
	 * @param file exists
	 * @return true where files have no owners
	 * @throws IOException if it cannot be looked at
	 */
	static boolean isOurs(Path file) throws IOException {
		final PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		return view == null || isOurs(view.readAttributes().owner());
	}

	private static @Nullable UserPrincipal us() {
		try {
			final var users = FileSystems.getDefault().getUserPrincipalLookupService();
			final Optional<Libc> libc = Libc.instance();
			if (libc.isPresent()) {
				return users.lookupPrincipalByName(Integer.toString(libc.get().uid()));
			}
			return Files.exists(PROCESS) ? Files.getOwner(PROCESS)
					: users.lookupPrincipalByName(System.getProperty("user.name"));
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.debug("It cannot be told who we are; nothing that was there before counts as ours", ex);
			return null;
		}
	}

}
