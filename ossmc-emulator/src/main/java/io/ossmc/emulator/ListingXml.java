package io.ossmc.emulator;

import java.time.Instant;

/**
 * The XML of a page, {@code ListBucketResult} (OSS documentation, "ListObjectsV2" and
 * "GetBucket (ListObjects)").
 */
final class ListingXml {

	private final ObjectStore bucket;

	private final ListingQuery query;

	private final Instant now;

	ListingXml(ObjectStore bucket, ListingQuery query, Instant now) {
		this.bucket = bucket;
		this.query = query;
		this.now = now;
	}

	String of(Listing page) {
		OssXml xml = new OssXml("ListBucketResult");
		xml.text("Name", this.bucket.name());
		xml.text("Prefix", encode(this.query.prefix()));
		if (this.query.v2()) {
			if (!this.query.after().isEmpty()) {
				xml.text("StartAfter", encode(this.query.after()));
			}
			this.query.token().ifPresent((token) -> xml.text("ContinuationToken", token.toString()));
		}
		else {
			xml.text("Marker", encode(this.query.after()));
		}
		xml.text("MaxKeys", Integer.toString(this.query.maxKeys()));
		xml.text("Delimiter", encode(this.query.delimiter()));
		if (this.query.encoded()) {
			xml.text("EncodingType", "url");
		}
		xml.text("IsTruncated", Boolean.toString(page.next().isPresent()));
		page.next().ifPresent((next) -> {
			if (this.query.v2()) {
				xml.text("NextContinuationToken", next.toString());
			}
			else {
				xml.text("NextMarker", encode(next.entry()));
			}
		});
		page.entries().forEach((entry) -> xml.nested("Contents", () -> entry(xml, entry)));
		page.prefixes().forEach((prefix) -> xml.nested("CommonPrefixes", () -> xml.text("Prefix", encode(prefix))));
		if (this.query.v2()) {
			xml.text("KeyCount", Integer.toString(page.entries().size() + page.prefixes().size()));
		}
		return xml.end();
	}

	private void entry(OssXml xml, Listing.Entry entry) {
		StoredObject object = entry.object();
		xml.text("Key", encode(entry.key()));
		xml.text("LastModified", BucketOperations.time(object.lastModified()));
		xml.text("ETag", "\"" + object.etag() + "\"");
		xml.text("Type", object.type());
		xml.text("Size", Long.toString(object.content().size()));
		xml.text("StorageClass", object.attributes().storageClass());
		object.attributes()
			.restoration()
			.flatMap((restoration) -> restoration.text(this.now))
			.ifPresent((text) -> xml.text("RestoreInfo", text));
		if (this.query.owner()) {
			xml.nested("Owner", () -> BucketOperations.owner(xml));
		}
	}

	private String encode(String key) {
		return this.query.encoded() ? PercentEncoding.encode(key, true) : key;
	}

}
