package io.ossmc.http;

import org.jspecify.annotations.Nullable;

/** The head of a reply that says yes. */
public final class HttpReply {

	private final ResponseHead head;

	HttpReply(ResponseHead head) {
		this.head = head;
	}

	/**
	 * A header that may come once.
	 * @param name in lower case
	 * @return its value, or null if there is none
	 * @throws HttpFailure.Protocol if it came more than once
	 */
	public @Nullable String header(String name) throws HttpFailure.Protocol {
		return this.head.single(name);
	}

	/**
	 * How long the body is, or of a HEAD would be.
	 * @return bytes, or -1 where the reply does not say
	 * @throws HttpFailure.Protocol if it is not a number
	 */
	public long contentLength() throws HttpFailure.Protocol {
		return this.head.contentLength();
	}

}
