package io.ossmc.emulator;

import java.io.IOException;

/**
 * What the emulator can do, once it is known that the request may. Blocks on the disk:
 * not for event loops.
 */
final class Operations {

	private final Buckets buckets;

	private final BucketOperations ofBuckets;

	private final ObjectOperations ofObjects = new ObjectOperations();

	Operations(Buckets buckets, String region) {
		this.buckets = buckets;
		this.ofBuckets = new BucketOperations(buckets, region);
	}

	/** Where the body of a PUT goes. */
	Upload upload(Request request) throws OssError, IOException {
		return this.ofObjects.upload(bucket(request), request);
	}

	Answer finish(Upload upload, Request request) throws OssError, IOException {
		return this.ofObjects.finish(upload, request);
	}

	/**
	 * Everything but a PUT of an object.
	 * @param ignoreRange whether to send all where a range was asked for
	 */
	Answer answer(Request request, boolean ignoreRange) throws OssError, IOException {
		return switch (request.kind()) {
			case LIST_BUCKETS -> this.ofBuckets.listBuckets();
			case LIST_OBJECTS -> this.ofBuckets.listObjects(bucket(request), request);
			case BUCKET -> this.ofBuckets.other(request);
			case HEAD_OBJECT -> this.ofObjects.read(bucket(request), request, true, ignoreRange);
			case GET_OBJECT -> this.ofObjects.read(bucket(request), request, false, ignoreRange);
			case DELETE_OBJECT -> this.ofObjects.delete(bucket(request), request);
			case PUT_OBJECT, OTHER -> throw OssError.notImplemented();
		};
	}

	private ObjectStore bucket(Request request) throws OssError {
		return this.buckets.find(request.bucket()).orElseThrow(() -> OssError.noSuchBucket(request.bucket()));
	}

}
