package io.ossmc.oss;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * Turns what OSS says into what is wrong and what to do. Codes as in "Error codes" of the
 * OSS documentation. What a server chose is shown as {@link ServerText}; the rest of its
 * reply (it may quote the string that was signed) goes no further.
 */
public final class OssErrors {

	private OssErrors() {
	}

	/**
	 * Explains a refusal.
	 * @param uri what was asked for
	 * @param status the HTTP status, 0 if unknown
	 * @param code OSS's error code, may be empty
	 * @param requestId OSS's number of the request, for its support
	 * @param endpoint where it was asked
	 * @param hint another endpoint that OSS named, may be empty
	 * @return the error
	 */
	public static OssModelException explain(String uri, int status, String code, String requestId, String endpoint,
			String hint) {
		return explain(uri, status, code, "", requestId, endpoint, hint);
	}

	/**
	 * Explains a refusal.
	 * @param uri what was asked for
	 * @param failure what was answered, by OSS or by a proxy in its own name
	 * @param endpoint where it was asked
	 * @return the error
	 */
	public static OssModelException explain(String uri, HttpStatusFailure failure, String endpoint) {
		if (failure.proxy().isPresent()) {
			return ofTheProxy(ServerText.shown(uri), failure);
		}
		return explain(uri, failure.status(), failure.ossCode(), failure.ossMessage(), failure.requestId(), endpoint,
				failure.endpointHint().orElse(""));
	}

	private static OssModelException ofTheProxy(String uri, HttpStatusFailure failure) {
		String problem = uri + " cannot be read: " + failure.getMessage() + ".";
		String remedy = "Check ossmc.fetch.proxy, http://[user:password@]host:port, and what the proxy allows.";
		return (failure.status() >= 500) ? new OssModelTransferException(problem, remedy)
				: new OssModelConfigurationException(problem, remedy);
	}

	static OssModelException explain(String asked, int status, String saidCode, String message, String requestId,
			String endpoint, String hint) {
		String uri = ServerText.shown(asked);
		String code = ServerText.shown(saidCode);
		String id = ServerText.shown(requestId);
		String said = " (" + (code.isEmpty() ? "status " + status : code) + (id.isEmpty() ? "" : ", request " + id)
				+ ")";
		if (!hint.isEmpty()) {
			return new OssModelConfigurationException(
					"The bucket of " + uri + " is not served at " + endpoint + said + ".", "Set the endpoint to "
							+ ServerText.shown(hint) + " (ossmc.endpoint, or ossmc.buckets.<bucket>.endpoint).");
		}
		return switch (code) {
			case "NoSuchBucket" ->
				new OssModelNotFoundException("There is no bucket \"" + bucket(uri) + "\" at " + endpoint + said + ".",
						"Check the bucket in the URI and the endpoint's region.");
			case "NoSuchKey" -> new OssModelNotFoundException("There is no object " + uri + said + ".",
					"Check the URI; keys are case-sensitive.");
			case "SymlinkTargetNotExist" -> new OssModelNotFoundException(
					"The symlink " + uri + " points to an object that is not there" + said + ".",
					"Put its target, or let it point to one that is there.");
			case "InvalidTargetType" -> new OssModelConfigurationException(
					"The symlink " + uri + " points to another symlink, which OSS does not follow" + said + ".",
					"Let it point to the object itself.");
			case "InvalidAccessKeyId" -> new OssModelAccessException("OSS does not know the access key id" + said + ".",
					"Check ossmc.credentials.access-key-id; temporary keys also need the security token.");
			case "SignatureDoesNotMatch",
					"InvalidSignature" ->
				new OssModelAccessException("OSS refuses the signature" + said + ".",
						"Check ossmc.credentials.access-key-secret and ossmc.region"
								+ (endpoint.contains("ossmc.address-style") ? ", and ossmc.address-style" : "") + ".");
			case "SecurityTokenExpired", "InvalidSecurityToken", "SecurityTokenNotSupported",
					"AccessKeyIdAndSecurityTokenNotMatch" ->
				new OssModelAccessException("OSS refuses the security token" + said + ".",
						"Renew the temporary credentials; ossmc.credentials.file is read again when it changes.");
			case "RequestTimeTooSkewed" -> new OssModelAccessException(
					"This machine's clock is more than 15 minutes off OSS's" + said + ".", "Set the clock (NTP).");
			case "InvalidObjectState" -> StorageClasses.archived(uri, "InvalidObjectState");
			case "KmsServiceNotEnabled" -> kms(uri, said);
			default -> byStatus(uri, status, message, said, endpoint);
		};
	}

	private static OssModelException byStatus(String uri, int status, String message, String said, String endpoint) {
		return switch (status) {
			case 401, 403 -> refused(uri, message.toLowerCase(Locale.ROOT), said);
			case 404 -> new OssModelNotFoundException("There is nothing at " + uri + said + ".",
					"Check the URI; keys are case-sensitive.");
			case 412 -> new OssModelChangedException(uri + " was overwritten while it was being fetched" + said + ".",
					"Open it again to get the new content.");
			case 400 -> new OssModelConfigurationException("OSS does not accept the request for " + uri + said + ".",
					"Check ossmc.endpoint and ossmc.region.");
			default -> new OssModelTransferException("OSS at " + endpoint + " failed on " + uri + said + ".",
					"It is tried again by itself; if it lasts, look at the OSS status page.");
		};
	}

	/**
	 * {@code AccessDenied} has many reasons, which only its sentence tells apart ("HTTP
	 * 403 errors"); what becomes of the request does not depend on them.
	 */
	private static OssModelException refused(String uri, String message, String said) {
		if (message.contains("kms")) {
			return kms(uri, said);
		}
		if (message.contains("request has expired")) {
			return new OssModelAccessException("The signature for " + uri + " had expired when OSS saw it" + said + ".",
					"Set this machine's clock (NTP); a signature is good for half an hour.");
		}
		if (message.contains("requester pay")) {
			return new OssModelAccessException(
					"The bucket of " + uri + " wants those who read to pay (requester pays)" + said + ".",
					"Read with a key of the bucket's owner, or turn requester pays off for the bucket.");
		}
		return new OssModelAccessException("OSS refuses access to " + uri + said + ".",
				"Give the key oss:ListObjects on the bucket and oss:GetObject on its objects.");
	}

	private static OssModelException kms(String uri, String said) {
		return new OssModelAccessException(
				uri + " is encrypted with a KMS key that may not be used for reading" + said + ".",
				"Give the access key kms:Decrypt on that KMS key, and see that KMS and the key are enabled.");
	}

	/**
	 * Explains an endpoint that does not answer.
	 * @param uri what was asked for
	 * @param endpoint where it was asked
	 * @param reason what happened, without secrets
	 * @return the error
	 */
	public static OssModelException unreachable(String uri, String endpoint, String reason) {
		return unreachable(uri, endpoint, reason, null);
	}

	/**
	 * Explains a request that came to nothing.
	 * @param uri what was asked for
	 * @param endpoint where it was asked
	 * @param cause what happened
	 * @return the error, with its cause
	 */
	static OssModelException unreachable(String uri, String endpoint, IOException cause) {
		return switch (cause) {
			case HttpFailure.Aborted _ -> aborted(uri, cause);
			case HttpFailure.Local _ -> new OssModelTransferException(
					"OSS at " + endpoint + " cannot be asked for " + ServerText.shown(uri) + ": " + reason(cause) + ".",
					"Raise the limit of open files (ulimit -n), close files and sockets that the application leaves open,"
							+ " or give the process more memory.",
					cause);
			default -> unreachable(uri, endpoint, reason(cause), cause);
		};
	}

	/**
	 * Explains that a thread was interrupted while it waited.
	 * @param uri what was asked for
	 * @return the error
	 */
	public static OssModelTransferException interrupted(String uri) {
		return new OssModelTransferException(
				"The thread was interrupted while OSS was asked for " + ServerText.shown(uri) + ".", "Ask again.");
	}

	/** Nothing is wrong with OSS or the network. */
	private static OssModelException aborted(String uri, IOException cause) {
		String asking = "while OSS was asked for " + ServerText.shown(uri) + ".";
		return Thread.currentThread().isInterrupted()
				? new OssModelTransferException("The thread was interrupted " + asking, "Ask again.", cause)
				: new OssModelTransferException("The connector was closed " + asking,
						"Nothing needs to be done if it is being stopped.", cause);
	}

	private static OssModelException unreachable(String uri, String endpoint, String reason,
			@Nullable IOException cause) {
		return new OssModelTransferException(
				"OSS at " + endpoint + " cannot be reached for " + ServerText.shown(uri) + ": " + reason + ".",
				"Check ossmc.endpoint, name resolution and the network; -internal endpoints answer only inside their region.",
				cause);
	}

	private static String reason(IOException failure) {
		String message = ServerText.shown(String.valueOf(failure.getMessage()));
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnknownHostException) {
				return message + " (the host name is unknown)";
			}
			if (cause instanceof CertificateException) {
				return "TLS failed, its certificate is not trusted (" + message + ")";
			}
		}
		return message;
	}

	/**
	 * Explains a listing that is too long to be a model's.
	 * @param prefix what was listed
	 * @param limit what it exceeds
	 * @return the error
	 */
	public static OssModelTransferException endlessListing(OssUri prefix, String limit) {
		return new OssModelTransferException(
				listing(prefix) + " is not usable: it is longer than that of a model may be, " + limit + ".",
				"Let the model's URI name the directory of one model only; if it does, look for what answers in place of OSS.");
	}

	/**
	 * Explains a listing that cannot be.
	 * @param prefix what was listed
	 * @param what is wrong with it
	 * @return the error
	 */
	public static OssModelTransferException unusableListing(OssUri prefix, String what) {
		return unusable(listing(prefix), what);
	}

	private static String listing(OssUri prefix) {
		return "The listing of " + ServerText.shown(prefix.toString());
	}

	static OssModelTransferException unusableDescription(OssUri object, String what) {
		return unusable("The description of " + ServerText.shown(object.toString()), what);
	}

	private static OssModelTransferException unusable(String subject, String what) {
		return new OssModelTransferException(subject + " is not usable: " + ServerText.shown(what) + ".",
				"Look for what answers in place of OSS, such as a proxy or a gateway (ossmc.endpoint, ossmc.fetch.proxy).");
	}

	private static String bucket(String uri) {
		String rest = uri.substring(uri.indexOf("//") + 2);
		int slash = rest.indexOf('/');
		return (slash < 0) ? rest : rest.substring(0, slash);
	}

}
