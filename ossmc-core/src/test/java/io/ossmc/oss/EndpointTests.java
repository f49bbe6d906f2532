package io.ossmc.oss;

import java.util.TreeMap;

import io.ossmc.AddressStyle;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssUri;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Where requests name the bucket. */
class EndpointTests {

	@ParameterizedTest
	@CsvSource({ "oss-cn-hangzhou.aliyuncs.com, , https://models.oss-cn-hangzhou.aliyuncs.com/k",
			"http://oss-cn-hangzhou-internal.aliyuncs.com/, , http://models.oss-cn-hangzhou-internal.aliyuncs.com/k",
			"models.oss-cn-hangzhou.aliyuncs.com, , https://models.oss-cn-hangzhou.aliyuncs.com/k",
			"https://other-bucket.oss-cn-beijing.aliyuncs.com:444, , https://models.oss-cn-beijing.aliyuncs.com:444/k",
			"oss-accelerate.aliyuncs.com, , https://models.oss-accelerate.aliyuncs.com/k",
			"models.oss-accelerate-overseas.aliyuncs.com, , https://models.oss-accelerate-overseas.aliyuncs.com/k",
			"cn-hangzhou.oss.aliyuncs.com, , https://models.cn-hangzhou.oss.aliyuncs.com/k",
			"models.cn-hangzhou.oss.aliyuncs.com, , https://models.cn-hangzhou.oss.aliyuncs.com/k",
			"http://cn-hangzhou-j-internal.oss-data-acc.aliyuncs.com, , http://models.cn-hangzhou-j-internal.oss-data-acc.aliyuncs.com/k",
			"http://models.cn-beijing-internal.oss-data-acc.aliyuncs.com, , http://models.cn-beijing-internal.oss-data-acc.aliyuncs.com/k",
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
	@CsvSource({ "oss-cn-hangzhou.aliyuncs.com, cn-hangzhou", "oss-us-west-1-internal.aliyuncs.com, us-west-1",
			"models.oss-cn-hangzhou.aliyuncs.com, cn-hangzhou", "vpc100-oss-cn-beijing.aliyuncs.com, ",
			"cn-hangzhou.oss.aliyuncs.com, cn-hangzhou", "m.ap-southeast-1.oss.aliyuncs.com, ap-southeast-1",
			"cn-hangzhou-j-internal.oss-data-acc.aliyuncs.com, cn-hangzhou",
			"cn-beijing-internal.oss-data-acc.aliyuncs.com, cn-beijing",
			"ap-southeast-1c-internal.oss-data-acc.aliyuncs.com, ap-southeast-1",
			"ap-southeast-1-internal.oss-data-acc.aliyuncs.com, ap-southeast-1", "oss-accelerate.aliyuncs.com, ",
			"http://oss.example.com, ", "oss.aliyuncs.com, " })
	void theHostTellsTheRegion(String endpoint, @Nullable String region) {
		assertThat(Endpoint.parse(endpoint, null, null).region()).isEqualTo(region);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://oss_emulator:9000", "oss_emulator", "http://oss_emulator/" })
	void aNameThatNoUrlMayHaveIsCalledOne(String endpoint) {
		assertThatExceptionOfType(OssModelConfigurationException.class)
			.isThrownBy(() -> Endpoint.parse(endpoint, null, null))
			.withMessageContaining("underscore")
			.withMessageContaining("alias");
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
