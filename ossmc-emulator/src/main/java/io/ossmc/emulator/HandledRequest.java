package io.ossmc.emulator;

import java.util.Optional;

/**
 * An entry of the request log.
 *
 * @param request what arrived
 * @param status the HTTP status of the answer's head; 0 while there is none
 * @param startNanos {@link System#nanoTime()} when the request's head had arrived
 */
public record HandledRequest(Request request, int status, long startNanos) {

	/**
	 * The HTTP method.
	 * @return the method
	 */
	public String method() {
		return this.request.method();
	}

	/**
	 * The bucket's name.
	 * @return the name, empty for a request to the service
	 */
	public String bucket() {
		return this.request.bucket();
	}

	/**
	 * The object's key.
	 * @return the key, empty for a request to a bucket
	 */
	public String key() {
		return this.request.key();
	}

	/**
	 * What kind of request it was.
	 * @return the kind
	 */
	public RequestKind kind() {
		return this.request.kind();
	}

	/**
	 * The byte range asked for.
	 * @return the range, if there was one
	 */
	public Optional<ByteRange> range() {
		return this.request.range();
	}

}
