package io.ossmc.sign;

import java.time.Duration;
import java.util.function.Supplier;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.thread.ForeignCalls;
import org.jspecify.annotations.Nullable;

/**
 * Asks a supplier for every signature, and explains what can be wrong with its answer.
 * Thread-safe.
 */
public final class SuppliedCredentials {

	private static final String REMEDY = "Look at what supplies them (ossmc.credentials, or a supplier of the application's own).";

	private final Supplier<OssModelCredentials> supplier;

	private final ForeignCalls calls;

	/**
	 * Asks for nothing yet.
	 * @param supplier whoever knows them
	 * @param bucket whose they are, for errors
	 */
	public SuppliedCredentials(Supplier<OssModelCredentials> supplier, String bucket) {
		this.supplier = supplier;
		this.calls = new ForeignCalls("The OSS credentials for bucket \"" + bucket + "\" do not come", REMEDY);
	}

	/**
	 * Credentials of which requests can be made, if they come in time.
	 * @param limit how long to wait for the supplier
	 */
	public OssModelCredentials get(Duration limit) {
		return this.calls.call(this::get, limit);
	}

	/**
	 * Credentials of which requests can be made; for those who can wait for as long as
	 * the supplier does.
	 */
	public OssModelCredentials get() {
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
