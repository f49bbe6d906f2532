package io.ossmc.emulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A bucket of computed keys, through the SDK. */
class SyntheticBucketTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	private final OSS client = Sdk.client(this.emulator, SignVersion.V4, Sdk.KEY);

	private final SyntheticKeys keys = SyntheticKeys.zipf(25_000);

	@BeforeEach
	void fill() {
		this.emulator.syntheticBucket("many", this.keys, 1000);
	}

	@AfterEach
	void stop() {
		this.client.shutdown();
		this.emulator.close();
	}

	@Test
	void aListingHasAllOfThem() {
		List<String> listed = new ArrayList<>();
		ListObjectsV2Request request = new ListObjectsV2Request("many").withMaxKeys(1000);
		ListObjectsV2Result page;
		do {
			page = this.client.listObjectsV2(request);
			page.getObjectSummaries().stream().map(OSSObjectSummary::getKey).forEach(listed::add);
			request.setContinuationToken(page.getNextContinuationToken());
		}
		while (page.isTruncated());
		assertThat(listed).hasSize(25_000);
		for (int index = 0; index < listed.size(); index += 997) {
			assertThat(listed.get(index)).isEqualTo(this.keys.key(index));
		}
		assertThat(new TreeSet<>(listed)).hasSize(25_000);
	}

	@Test
	void aPageBeginsAfterAnyKeyBelowAPrefix() {
		ListObjectsV2Request request = new ListObjectsV2Request("many").withMaxKeys(2)
			.withPrefix("folder-0003/")
			.withStartAfter("folder-0003/obj-0");
		assertThat(this.client.listObjectsV2(request).getObjectSummaries()).extracting(OSSObjectSummary::getKey)
			.hasSize(2)
			.allMatch((key) -> key.startsWith("folder-0003/obj-"));
		ListObjectsV2Request folders = new ListObjectsV2Request("many").withDelimiter("/").withMaxKeys(1000);
		assertThat(this.client.listObjectsV2(folders).getCommonPrefixes()).hasSizeGreaterThan(900)
			.startsWith("folder-0000/", "folder-0001/");
	}

	@Test
	void anObjectHasTheBytesOfItsNumber() throws Exception {
		String key = this.keys.key(1234);
		try (OSSObject object = this.client.getObject("many", key)) {
			assertThat(object.getObjectContent().readAllBytes()).isEqualTo(SyntheticObject.bytes(1000, 1234, 0, 1000));
		}
		assertThat(this.client.getObjectMetadata("many", key).getETag())
			.isEqualTo(this.client.listObjectsV2(new ListObjectsV2Request("many").withPrefix(key))
				.getObjectSummaries()
				.getFirst()
				.getETag());
		assertThat(this.client.doesObjectExist("many", key + "0")).isFalse();
	}

	@Test
	void nothingInItCanBeChanged() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.emulator.bucket("many").put("a", new byte[1]))
			.withMessageContaining("many");
		assertThatIllegalArgumentException().isThrownBy(() -> this.emulator.syntheticBucket("many", this.keys, 1))
			.withMessageContaining("many");
	}

	@Test
	void aPageIsTheSameAsThatOfABucketInMemory() throws Exception {
		MemoryBucket memory = new MemoryBucket("many", InstantSource.fixed(Instant.EPOCH));
		SyntheticKeys few = SyntheticKeys.cjk(50);
		SyntheticBucket synthetic = new SyntheticBucket("many", few, 5, Instant.EPOCH);
		for (int index = 0; index < few.count(); index++) {
			StoredObject object = synthetic.find(few.key(index)).orElseThrow();
			memory.put(few.key(index), object);
		}
		for (Map<String, String> parameters : List.of(Map.<String, String>of(), Map.of("encoding-type", "url"),
				Map.of("delimiter", "/", "encoding-type", "url"), Map.of("max-keys", "7", "start-after", few.key(9)))) {
			ListingQuery query = ListingQuery.of(with(parameters));
			assertThat(new ListingXml(synthetic, query, Instant.EPOCH).of(Listing.page(synthetic, query)))
				.isEqualTo(new ListingXml(memory, query, Instant.EPOCH).of(Listing.page(memory, query)));
		}
	}

	private static Map<String, String> with(Map<String, String> parameters) {
		Map<String, String> all = new HashMap<>(parameters);
		all.put("list-type", "2");
		return all;
	}

	@ParameterizedTest
	@CsvSource({ "many=flat:10, 10", "many=uuids:1000000:100KB, 1000000", "b=cjk:3:1MB, 3" })
	void theProgramMakesThem(String text, long count) {
		assertThat(SyntheticBucketOption.parse(text).keys().count()).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "many", "many=round:10", "many=flat:x", "many=flat:1:many" })
	void whatIsNotUnderstoodIsSaid(String text) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SyntheticBucketOption.parse(text))
			.satisfies((ex) -> assertThat(ex.text()).contains("--synthetic-bucket"));
	}

	@Test
	void aRequestCanBeAnsweredAsAnother() {
		this.emulator.requestHook((request) -> Reaction.query(Map.of("max-keys", "3", "start-after", "")));
		assertThat(this.client
			.listObjectsV2(new ListObjectsV2Request("many").withMaxKeys(1000).withStartAfter("folder-0500/"))
			.getObjectSummaries()).extracting(OSSObjectSummary::getKey)
			.containsExactly(this.keys.key(0), this.keys.key(1), this.keys.key(2));
	}

}
