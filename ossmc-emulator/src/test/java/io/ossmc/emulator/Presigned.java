package io.ossmc.emulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.ServiceSignature;
import com.aliyun.oss.common.comm.SignVersion;

/** URLs signed by the real SDK, for an hour. */
final class Presigned {

	private Presigned() {
	}

	static URI url(OssEmulator emulator, String bucket, String key) {
		return url(emulator, SignVersion.V4, Sdk.KEY, HttpMethod.GET, bucket, key);
	}

	static URI url(OssEmulator emulator, SignVersion version, Credentials credentials, HttpMethod method, String bucket,
			String key) {
		OSS oss = Sdk.client(emulator, version, credentials);
		try {
			return oss.generatePresignedUrl(bucket, key, Date.from(Instant.now().plus(Duration.ofHours(1))), method)
				.toURI();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			oss.shutdown();
		}
	}

	/** The SDK signs no URLs for HEAD, but has what it takes. */
	static URI head(OssEmulator emulator, String bucket, String key) {
		long expires = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
		String signature = ServiceSignature.create()
			.computeSignature("secret", "HEAD\n\n\n" + expires + "\n/" + bucket + "/" + key);
		return URI.create(emulator.endpoint() + "/" + bucket + "/" + key + "?OSSAccessKeyId=ak&Expires=" + expires
				+ "&Signature=" + URLEncoder.encode(signature, StandardCharsets.UTF_8));
	}

}
