package io.ossmc.emulator;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * ListBuckets, ListObjects, and the little else that clients ask a bucket before they use
 * it.
 */
final class BucketOperations {

	/** Parameters that ask for something else than the objects of a bucket. */
	static final Set<String> SUBRESOURCES = Set.of("acl", "bucketInfo", "location", "logging", "website", "referer",
			"lifecycle", "cors", "uploads", "versions", "versioning", "policy", "stat", "tagging", "encryption",
			"replication", "inventory", "requestPayment", "worm", "symlink", "delete");

	private final Buckets buckets;

	private final String region;

	private final InstantSource clock;

	BucketOperations(Buckets buckets, String region, InstantSource clock) {
		this.buckets = buckets;
		this.region = region;
		this.clock = clock;
	}

	Answer listBuckets() throws IOException {
		OssXml xml = new OssXml("ListAllMyBucketsResult");
		xml.nested("Owner", () -> owner(xml::text));
		Iterable<ObjectStore> all = this.buckets.all();
		xml.nested("Buckets", () -> all.forEach((bucket) -> bucket(xml, bucket)));
		return Answer.xml(200, Map.of(), xml.end());
	}

	Answer listObjects(ObjectStore bucket, Request request) throws OssError, IOException {
		ListingQuery query = ListingQuery.of(request.query());
		return Answer.xml(200, Map.of(),
				new ListingXml(bucket, query, this.clock.instant()).of(Listing.page(bucket, query)));
	}

	Answer other(Request request) throws OssError {
		if (request.method().equals("PUT") && request.query().isEmpty()) {
			this.buckets.create(request.bucket());
			return Answer.empty(200, Map.of("Location", "/" + request.bucket()));
		}
		ObjectStore bucket = this.buckets.find(request.bucket())
			.orElseThrow(() -> OssError.noSuchBucket(request.bucket()));
		if (request.method().equals("HEAD")) {
			return Answer.empty(200, Map.of("x-oss-bucket-region", this.region));
		}
		if (!request.method().equals("GET")) {
			throw OssError.notImplemented();
		}
		if (request.query().containsKey("bucketInfo")) {
			OssXml xml = new OssXml("BucketInfo");
			bucket(xml, bucket);
			return Answer.xml(200, Map.of(), xml.end());
		}
		if (request.query().containsKey("versioning")) {
			OssXml xml = new OssXml("VersioningConfiguration");
			if (bucket.keepsVersions()) {
				xml.text("Status", "Enabled");
			}
			return Answer.xml(200, Map.of(), xml.end());
		}
		if (request.query().containsKey("acl")) {
			OssXml xml = new OssXml("AccessControlPolicy");
			xml.nested("Owner", () -> owner(xml::text));
			xml.nested("AccessControlList", () -> xml.text("Grant", "private"));
			return Answer.xml(200, Map.of(), xml.end());
		}
		if (request.query().containsKey("location")) {
			OssXml xml = new OssXml("LocationConstraint");
			xml.characters("oss-" + this.region);
			return Answer.xml(200, Map.of(), xml.end());
		}
		throw OssError.notImplemented();
	}

	private void bucket(OssXml xml, ObjectStore bucket) {
		xml.nested("Bucket", () -> {
			xml.text("CreationDate", time(bucket.created()));
			xml.text("ExtranetEndpoint", "oss-" + this.region + ".aliyuncs.com");
			xml.text("IntranetEndpoint", "oss-" + this.region + "-internal.aliyuncs.com");
			xml.text("Location", "oss-" + this.region);
			xml.text("Name", bucket.name());
			xml.text("Region", this.region);
			xml.text("StorageClass", Attributes.STANDARD);
			xml.nested("Owner", () -> owner(xml::text));
			xml.nested("AccessControlList", () -> xml.text("Grant", "private"));
		});
	}

	static void owner(BiConsumer<String, String> xml) {
		xml.accept("ID", "1234567890123456");
		xml.accept("DisplayName", "ossmc-emulator");
	}

	/**
	 * As in all XML of OSS: seconds would do, but three digits of milliseconds are always
	 * there.
	 */
	static String time(Instant instant) {
		return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.000'Z'")
			.withZone(ZoneOffset.UTC)
			.format(instant.truncatedTo(ChronoUnit.SECONDS));
	}

}
