package io.ossmc.emulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it arrived, before its signature is checked.
 *
 * @param number counts all requests of this emulator from 1 on
 * @param attempt counts the requests with this method, bucket, key and range from 1 on
 * @param connection counts the connections from 1 on
 * @param method the HTTP method
 * @param bucket the bucket's name, empty for a request to the service
 * @param key the object's key, decoded; empty for a request to the bucket
 * @param query the query's parameters, decoded; those without a value have an empty one
 * @param headers the headers, their names in lower case
 */
public record Request(long number, int attempt, long connection, String method, String bucket, String key,
		Map<String, String> query, Map<String, String> headers) {

	/**
	 * Copies the maps.
	 */
	public Request {
		query = Map.copyOf(query);
		headers = Map.copyOf(headers);
	}

	/** The same with another query. */
	Request withQuery(Map<String, String> query) {
		return new Request(this.number, this.attempt, this.connection, this.method, this.bucket, this.key, query,
				this.headers);
	}

	/**
	 * What kind of request it is.
	 * @return the kind
	 */
	public RequestKind kind() {
		return RequestKind.of(this);
	}

	/**
	 * A header's value.
	 * @param name in any case
	 * @return the value, several joined by commas
	 */
	public Optional<String> header(String name) {
		return Optional.ofNullable(this.headers.get(name.toLowerCase(Locale.ROOT)));
	}

	/**
	 * The byte range asked for.
	 * @return the range, or nothing if there is no such header or OSS would ignore it
	 */
	public Optional<ByteRange> range() {
		return header("range").flatMap(ByteRange::parse);
	}

	/**
	 * A description without credentials or signatures.
	 */
	@Override
	public String toString() {
		return "#" + this.number + " " + this.method + " /" + this.bucket + "/" + this.key
				+ range().map((range) -> " " + range).orElse("") + " attempt " + this.attempt;
	}

}
