package io.ossmc.oss;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;

/**
 * Turns what OSS says into what is wrong and what to do. Codes as in "Error codes" of the
 * OSS documentation. Neither the reply's text (it may quote the string that was signed)
 * nor the SDK's exception (it holds the reply) goes any further.
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
		String said = " (" + (code.isEmpty() ? "status " + status : code)
				+ (requestId.isEmpty() ? "" : ", request " + requestId) + ")";
		if (!hint.isEmpty()) {
			return new OssModelConfigurationException(
					"The bucket of " + uri + " is not served at " + endpoint + said + ".",
					"Set the endpoint to " + hint + " (ossmc.endpoint, or ossmc.buckets.<bucket>.endpoint).");
		}
		return switch (code) {
			case "NoSuchBucket" ->
				new OssModelNotFoundException("There is no bucket \"" + bucket(uri) + "\" at " + endpoint + said + ".",
						"Check the bucket in the URI and the endpoint's region.");
			case "NoSuchKey" -> new OssModelNotFoundException("There is no object " + uri + said + ".",
					"Check the URI; keys are case-sensitive.");
			case "InvalidAccessKeyId" -> new OssModelAccessException("OSS does not know the access key id" + said + ".",
					"Check ossmc.credentials.access-key-id; temporary keys also need the security token.");
			case "SignatureDoesNotMatch", "InvalidSignature" ->
				new OssModelAccessException("OSS refuses the signature" + said + ".",
						"Check ossmc.credentials.access-key-secret and ossmc.region.");
			case "SecurityTokenExpired", "InvalidSecurityToken", "SecurityTokenNotSupported" ->
				new OssModelAccessException("OSS refuses the security token" + said + ".",
						"Renew the temporary credentials; ossmc.credentials.file is read again when it changes.");
			case "RequestTimeTooSkewed" -> new OssModelAccessException(
					"This machine's clock is more than 15 minutes off OSS's" + said + ".", "Set the clock (NTP).");
			case "InvalidObjectState" -> StorageClasses.archived(uri, "InvalidObjectState");
			default -> byStatus(uri, status, said, endpoint);
		};
	}

	private static OssModelException byStatus(String uri, int status, String said, String endpoint) {
		return switch (status) {
			case 401, 403 -> new OssModelAccessException("OSS refuses access to " + uri + said + ".",
					"Give the key oss:ListObjects on the bucket and oss:GetObject on its objects.");
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
	 * Explains an endpoint that does not answer.
	 * @param uri what was asked for
	 * @param endpoint where it was asked
	 * @param reason what happened, without secrets
	 * @return the error
	 */
	public static OssModelException unreachable(String uri, String endpoint, String reason) {
		return new OssModelTransferException(
				"OSS at " + endpoint + " cannot be reached for " + uri + ": " + reason + ".",
				"Check ossmc.endpoint, name resolution and the network; -internal endpoints answer only inside their region.");
	}

	private static String bucket(String uri) {
		String rest = uri.substring(uri.indexOf("//") + 2);
		int slash = rest.indexOf('/');
		return (slash < 0) ? rest : rest.substring(0, slash);
	}

}
