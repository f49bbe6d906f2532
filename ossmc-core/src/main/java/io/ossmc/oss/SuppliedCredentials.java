package io.ossmc.oss;

import java.util.function.Supplier;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a supplier for every signature, and explains what can be wrong with its answer.
 */
record SuppliedCredentials(Supplier<OssModelCredentials> supplier) {

	private static final String REMEDY = "Look at what supplies them (ossmc.credentials, or a supplier of the application's own).";

	/** Credentials of which requests can be made. */
	OssModelCredentials get() {
		@Nullable OssModelCredentials credentials = supplied();
		if (credentials == null) {
			throw new OssModelAccessException("The OSS credentials cannot be had: their supplier gave none.", REMEDY);
		}
		String token = credentials.securityToken();
		if (!sendable(credentials.accessKeyId(), 0x21)
				|| token != null && !(sendable(token, 0x20) && token.equals(token.strip()))) {
			throw new OssModelAccessException(
					"The OSS access key id or security token is empty or holds a character that cannot be sent.",
					"Look for spaces and line ends in what supplies them (ossmc.credentials, its file, or a supplier of the application's own).");
		}
		return credentials;
	}

	private @Nullable OssModelCredentials supplied() {
		try {
			return this.supplier.get();
		}
		catch (OssModelException ex) {
			throw ex;
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			// Its kind only: who gives credentials away may say them in a message.
			throw new OssModelAccessException(
					"The OSS credentials cannot be had: their supplier threw " + ex.getClass().getName() + ".", REMEDY);
		}
	}

	/**
	 * A header's value may have spaces inside; the name in a signature's scope may not.
	 */
	private static boolean sendable(String text, int lowest) {
		return !text.isEmpty() && text.chars().allMatch((c) -> c >= lowest && c < 0x7f);
	}

	/** Nothing of them. */
	@Override
	public String toString() {
		return "SuppliedCredentials[***]";
	}

}
