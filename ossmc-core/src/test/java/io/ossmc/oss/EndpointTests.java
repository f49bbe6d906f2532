package io.ossmc.oss;

import java.util.TreeMap;

import io.ossmc.AddressStyle;
import io.ossmc.OssUri;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where requests name the bucket. */
class EndpointTests {

	@ParameterizedTest
	@CsvSource({ "oss-cn-hangzhou.aliyuncs.com, , https://models.oss-cn-hangzhou.aliyuncs.com/k",
			"http://oss-cn-hangzhou-internal.aliyuncs.com/, , http://models.oss-cn-hangzhou-internal.aliyuncs.com/k",
			"models.oss-cn-hangzhou.aliyuncs.com, , https://models.oss-cn-hangzhou.aliyuncs.com/k",
			"https://other-bucket.oss-cn-beijing.aliyuncs.com:444, , https://models.oss-cn-beijing.aliyuncs.com:444/k",
			"oss-accelerate.aliyuncs.com, , https://models.oss-accelerate.aliyuncs.com/k",
			"MODELS.OSS-CN-HANGZHOU.ALIYUNCS.COM, , https://models.oss-cn-hangzhou.aliyuncs.com/k",
			"http://127.0.0.1:9000, , http://127.0.0.1:9000/models/k", "http://[::1], , http://[::1]/models/k",
			"http://[fe80::1]:81/, , http://[fe80::1]:81/models/k",
			"http://localhost:80, , http://localhost:80/models/k", "http://minio:9000, , http://minio:9000/models/k",
			"http://minio:9000, VIRTUAL, http://models.minio:9000/k",
			"http://oss.example.com, , http://models.oss.example.com/k",
			"http://oss.example.com, PATH, http://oss.example.com/models/k",
			"http://oss.example.com, CNAME, http://oss.example.com/k",
			"http://localhost:81, VIRTUAL, http://models.localhost:81/k" })
	void theBucketIsNamedWhereTheEndpointTakesIt(String endpoint, @Nullable AddressStyle style, String url) {
		assertThat(Endpoint.parse(endpoint, null, style).url(new OssUri("models", "k"), new TreeMap<>()))
			.hasToString(url);
	}

	@ParameterizedTest
	@CsvSource({ "http://minio:9000, oss-cn-hangzhou, cn-hangzhou", "http://minio:9000, cn-hangzhou, cn-hangzhou",
			"http://minio:9000, OSS-CN-Hangzhou-internal, cn-hangzhou", "oss-cn-beijing.aliyuncs.com, ' ', cn-beijing",
			"oss-cn-beijing.aliyuncs.com, oss-cn-hangzhou, cn-hangzhou" })
	void aRegionIsAlsoKnownByTheBeginningOfItsEndpoint(String endpoint, String written, String region) {
		assertThat(Endpoint.parse(endpoint, written, null).region()).isEqualTo(region);
	}

	@ParameterizedTest
	@CsvSource({ "http://oss.example.com, , true", "http://oss.example.com, VIRTUAL, false",
			"oss-cn-hangzhou.aliyuncs.com, , false", "something.aliyuncs.com, , false", "http://10.0.0.1, , false" })
	void onlyAGuessIsCalledOne(String endpoint, @Nullable AddressStyle style, boolean guess) {
		assertThat(Endpoint.parse(endpoint, null, style).toString().contains("ossmc.address-style")).isEqualTo(guess);
	}

}
