package io.ossmc.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of OSS that is not the one hoped for: status, code and the elements of its
 * XML (OSS documentation, "Error responses").
 */
final class OssError extends Exception {

	private static final long serialVersionUID = 1L;

	/** What XML 1.0 has no way to write, but keys may hold. */
	private static final String NOT_XML = "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";

	private final int status;

	private final String code;

	private final transient Map<String, String> details;

	private final transient Map<String, String> headers;

	private OssError(int status, String code, String message, Map<String, String> details,
			Map<String, String> headers) {
		super(message, null, false, false);
		this.status = status;
		this.code = code;
		this.details = details;
		this.headers = headers;
	}

	static OssError of(int status, String code, String message) {
		return new OssError(status, code, message, Map.of(), Map.of());
	}

	static OssError accessDenied(String message) {
		return of(403, "AccessDenied", message);
	}

	static OssError noSuchBucket(String bucket) {
		return of(404, "NoSuchBucket", "The specified bucket does not exist.").with("BucketName", bucket);
	}

	static OssError noSuchKey(String key) {
		return of(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
	}

	static OssError notImplemented() {
		return of(501, "NotImplemented",
				"A header you provided implies functionality that is not implemented by the emulator.");
	}

	static OssError invalidArgument(String name, String value, String message) {
		return of(400, "InvalidArgument", message).with("ArgumentName", name).with("ArgumentValue", value);
	}

	OssError with(String element, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.details);
		more.put(element, value);
		return new OssError(this.status, this.code, getMessage(), more, this.headers);
	}

	OssError withHeaders(Map<String, String> more) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.putAll(more);
		return new OssError(this.status, this.code, getMessage(), this.details, all);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	int status() {
		return this.status;
	}

	String code() {
		return this.code;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * OSS's finer code of the cause, {@code x-oss-ec}, for the errors whose number is
	 * known.
	 */
	String ec() {
		return switch (this.code) {
			case "NoSuchKey" -> "0026-00000001";
			case "NoSuchBucket" -> "0015-00000101";
			case "SignatureDoesNotMatch" -> "0002-00000040";
			case "InvalidAccessKeyId" -> "0002-00000902";
			case "RequestTimeTooSkewed" -> "0002-00000504";
			case "AccessDenied" -> "0003-00000001";
			default -> "0000-00000000";
		};
	}

	String xml(String requestId, String host) {
		OssXml xml = new OssXml("Error");
		xml.text("Code", this.code);
		xml.text("Message", getMessage());
		xml.text("RequestId", requestId);
		xml.text("HostId", host);
		this.details.forEach((element, text) -> xml.text(element, text.replaceAll(NOT_XML, "\uFFFD")));
		xml.text("EC", ec());
		return xml.end();
	}

}
