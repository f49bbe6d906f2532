package io.ossmc.emulator;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the emulator can do, once it is known that the request may. Blocks on the disk:
 * not for event loops.
 */
final class Operations {

	private final Buckets buckets;

	private final BucketOperations ofBuckets;

	private final ObjectOperations ofObjects;

	private final RestoreOperation restore;

	/**
	 * Operations of one emulator.
	 * @param buckets where everything is
	 * @param region its name
	 * @param clock the emulator's
	 * @param restoreTime how long an archived object takes to be restored
	 */
	Operations(Buckets buckets, String region, InstantSource clock, Duration restoreTime) {
		this.buckets = buckets;
		this.ofBuckets = new BucketOperations(buckets, region, clock);
		this.ofObjects = new ObjectOperations(clock);
		this.restore = new RestoreOperation(clock, restoreTime);
	}

	/** Where the body of a PUT goes. */
	Upload upload(Request request) throws OssError, IOException {
		return this.ofObjects.upload(bucket(request), request);
	}

	Answer finish(Upload upload, Request request) throws OssError, IOException {
		return this.ofObjects.finish(bucket(request), upload, request);
	}

	/**
	 * Everything but a PUT of an object.
	 * @param body what the request says, if that is kept
	 * @param ignoreRange whether to send all where a range was asked for
	 */
	Answer answer(Request request, String body, boolean ignoreRange) throws OssError, IOException {
		return switch (request.kind()) {
			case LIST_BUCKETS -> this.ofBuckets.listBuckets();
			case LIST_OBJECTS -> this.ofBuckets.listObjects(bucket(request), request);
			case BUCKET -> this.ofBuckets.other(request);
			case HEAD_OBJECT -> this.ofObjects.read(bucket(request), request, true, ignoreRange);
			case GET_OBJECT -> this.ofObjects.read(bucket(request), request, false, ignoreRange);
			case DELETE_OBJECT -> this.ofObjects.delete(bucket(request), request);
			case PUT_SYMLINK -> this.ofObjects.putSymlink(bucket(request), request);
			case GET_SYMLINK -> this.ofObjects.getSymlink(bucket(request), request);
			case RESTORE_OBJECT -> this.restore.restore(bucket(request), request, body);
			case PUT_OBJECT, OTHER -> throw OssError.notImplemented();
		};
	}

	private ObjectStore bucket(Request request) throws OssError {
		return this.buckets.find(request.bucket()).orElseThrow(() -> OssError.noSuchBucket(request.bucket()));
	}

}
