package io.ossmc.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** OSS, or something before it, answered with a status that says no. */
public final class HttpStatusFailure extends HttpFailure {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final transient ErrorBody body;

	private final String requestId;

	private final @Nullable Duration retryAfter;

	private final @Nullable String endpointHint;

	private final @Nullable String proxy;

	/** Of a proxy, in its own name. */
	HttpStatusFailure(int status, ForwardProxy proxy, String problem, @Nullable Duration retryAfter) {
		super(problem, null);
		this.status = status;
		this.body = ErrorBody.NONE;
		this.requestId = "";
		this.retryAfter = retryAfter;
		this.endpointHint = null;
		this.proxy = proxy.toString();
	}

	HttpStatusFailure(int status, ErrorBody body, String requestId, @Nullable Duration retryAfter,
			@Nullable String endpointHint) {
		super("HTTP status " + status + (body.code().isEmpty() ? "" : " " + body.code())
				+ (body.message().isEmpty() ? "" : ": " + body.message())
				+ (requestId.isEmpty() ? "" : " (request " + requestId + ")"), null);
		this.status = status;
		this.body = body;
		this.requestId = requestId;
		this.retryAfter = retryAfter;
		this.endpointHint = endpointHint;
		this.proxy = null;
	}

	/**
	 * Creates one as OSS would have caused it.
	 * @param status the HTTP status
	 * @param ossCode such as {@code NoSuchKey}, or empty
	 * @param ossMessage OSS's sentence, or empty
	 * @param requestId OSS's name of the request, or empty
	 * @param retryAfter how long to wait
	 * @param endpointHint the endpoint to use instead
	 */
	public HttpStatusFailure(int status, String ossCode, String ossMessage, String requestId,
			Optional<Duration> retryAfter, Optional<String> endpointHint) {
		this(status, ErrorBody.of(ossCode, ossMessage), requestId, retryAfter.orElse(null), endpointHint.orElse(null));
	}

	/**
	 * The HTTP status.
	 * @return 300 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * OSS's code.
	 * @return such as {@code NoSuchKey}, empty if the reply had none
	 */
	public String ossCode() {
		return this.body.code();
	}

	/**
	 * OSS's sentence.
	 * @return empty if the reply had none
	 */
	public String ossMessage() {
		return this.body.message();
	}

	/**
	 * OSS's fine-grained code, see its documentation on EC.
	 * @return such as {@code 0003-00000001}, empty if the reply had none
	 */
	public String ec() {
		return this.body.ec();
	}

	/**
	 * What OSS's support asks for.
	 * @return empty if the reply had none
	 */
	public String requestId() {
		return this.requestId;
	}

	/**
	 * What time it was where the reply was made.
	 * @return empty if the reply did not say
	 */
	public Optional<Instant> date() {
		return Optional.ofNullable(this.body.date());
	}

	/**
	 * How long OSS wants to be left alone.
	 * @return empty if it did not say
	 */
	public Optional<Duration> retryAfter() {
		return Optional.ofNullable(this.retryAfter);
	}

	/**
	 * The endpoint that OSS says should be used instead: of its error, or where a
	 * redirect points.
	 * @return host, with a port where it is not the scheme's own
	 */
	public Optional<String> endpointHint() {
		return Optional.ofNullable(this.endpointHint);
	}

	/**
	 * The proxy, if it was not OSS that said no; then the message names it and the
	 * property that set it.
	 * @return host and port
	 */
	public Optional<String> proxy() {
		return Optional.ofNullable(this.proxy);
	}

}
