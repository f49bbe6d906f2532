package io.ossmc.emulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The XML of a page, {@code ListBucketResult} (OSS documentation, "ListObjectsV2" and
 * "GetBucket (ListObjects)").
 */
final class ListingXml {

	private final ObjectStore bucket;

	private final ListingQuery query;

	private final Instant now;

	private @Nullable Instant lastTime;

	private String lastText = "";

	ListingXml(ObjectStore bucket, ListingQuery query, Instant now) {
		this.bucket = bucket;
		this.query = query;
		this.now = now;
	}

	byte[] of(Listing page) {
		PageXml xml = new PageXml("ListBucketResult");
		xml.text("Name", this.bucket.name());
		key(xml, "Prefix", this.query.prefix());
		if (this.query.v2()) {
			if (!this.query.after().isEmpty()) {
				key(xml, "StartAfter", this.query.after());
			}
			this.query.token().ifPresent((token) -> xml.text("ContinuationToken", token.toString()));
		}
		else {
			key(xml, "Marker", this.query.after());
		}
		xml.text("MaxKeys", Integer.toString(this.query.maxKeys()));
		key(xml, "Delimiter", this.query.delimiter());
		if (this.query.encoded()) {
			xml.text("EncodingType", "url");
		}
		xml.text("IsTruncated", Boolean.toString(page.next().isPresent()));
		page.next().ifPresent((next) -> {
			if (this.query.v2()) {
				xml.text("NextContinuationToken", next.toString());
			}
			else {
				key(xml, "NextMarker", next.entry());
			}
		});
		page.entries().forEach((entry) -> entry(xml, entry));
		for (String prefix : page.prefixes()) {
			xml.open("CommonPrefixes");
			key(xml, "Prefix", prefix);
			xml.close("CommonPrefixes");
		}
		if (this.query.v2()) {
			xml.number("KeyCount", page.entries().size() + page.prefixes().size());
		}
		return xml.end("ListBucketResult");
	}

	private void entry(PageXml xml, Listing.Entry entry) {
		xml.open("Contents");
		key(xml, "Key", entry.key());
		xml.text("LastModified", time(entry.lastModified()));
		xml.open("ETag");
		xml.quoted(entry.etag());
		xml.close("ETag");
		xml.text("Type", entry.type());
		xml.number("Size", entry.size());
		xml.text("StorageClass", entry.attributes().storageClass());
		entry.attributes()
			.restoration()
			.flatMap((restoration) -> restoration.text(this.now))
			.ifPresent((text) -> xml.text("RestoreInfo", text));
		if (this.query.owner()) {
			xml.open("Owner");
			BucketOperations.owner(xml::text);
			xml.close("Owner");
		}
		xml.close("Contents");
	}

	/** Objects that came together were modified together. */
	private String time(Instant instant) {
		if (!instant.equals(this.lastTime)) {
			this.lastTime = instant;
			this.lastText = BucketOperations.time(instant);
		}
		return this.lastText;
	}

	private void key(PageXml xml, String element, String key) {
		if (this.query.encoded()) {
			xml.encoded(element, key);
		}
		else {
			xml.text(element, key);
		}
	}

}
