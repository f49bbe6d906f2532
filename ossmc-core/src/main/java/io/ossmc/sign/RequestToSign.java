package io.ossmc.sign;

import java.util.SortedMap;

import io.ossmc.OssUri;

/**
 * What of a request its signature covers.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param resource what it is about, wherever the request names the bucket; an empty key
 * for the bucket
 * @param query its parameters, decoded; none is empty, because clients differ in how they
 * sign those
 * @param headers by names in lower case
 */
public record RequestToSign(String method, OssUri resource, SortedMap<String, String> query,
		SortedMap<String, String> headers) {

	/** As signatures name the resource: {@code /bucket/key}. */
	String path() {
		return "/" + this.resource.bucket() + "/" + this.resource.key();
	}

}
