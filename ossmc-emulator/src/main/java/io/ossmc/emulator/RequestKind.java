package io.ossmc.emulator;

/**
 * The operations the emulator tells apart.
 */
public enum RequestKind {

	/** All buckets. */
	LIST_BUCKETS,
	/** The objects of a bucket, either version of the operation. */
	LIST_OBJECTS,
	/** Anything else about a bucket. */
	BUCKET,
	/** The metadata of an object. */
	HEAD_OBJECT,
	/** The bytes of an object. */
	GET_OBJECT,
	/** An upload. */
	PUT_OBJECT,
	/** Where a symbolic link points to. */
	GET_SYMLINK,
	/** The making of a symbolic link. */
	PUT_SYMLINK,
	/** The restoration of an archived object. */
	RESTORE_OBJECT,
	/** A deletion. */
	DELETE_OBJECT,
	/** What the emulator does not know. */
	OTHER;

	static RequestKind of(Request request) {
		if (request.bucket().isEmpty()) {
			return request.method().equals("GET") ? LIST_BUCKETS : OTHER;
		}
		if (request.key().isEmpty()) {
			boolean list = request.method().equals("GET")
					&& BucketOperations.SUBRESOURCES.stream().noneMatch(request.query()::containsKey);
			return list ? LIST_OBJECTS : BUCKET;
		}
		if (ObjectOperations.SUBRESOURCES.stream().anyMatch(request.query()::containsKey)) {
			return OTHER;
		}
		if (request.query().containsKey("symlink")) {
			return switch (request.method()) {
				case "GET" -> GET_SYMLINK;
				case "PUT" -> PUT_SYMLINK;
				default -> OTHER;
			};
		}
		if (request.query().containsKey("restore")) {
			return request.method().equals("POST") ? RESTORE_OBJECT : OTHER;
		}
		return switch (request.method()) {
			case "GET" -> GET_OBJECT;
			case "HEAD" -> HEAD_OBJECT;
			case "PUT" -> PUT_OBJECT;
			case "DELETE" -> DELETE_OBJECT;
			default -> OTHER;
		};
	}

}
