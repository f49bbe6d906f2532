package io.ossmc.emulator;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.SignVersion;

/** The real client. */
final class Sdk {

	static final Credentials KEY = new DefaultCredentials("ak", "secret");

	static final Credentials STS = new DefaultCredentials("STS.ak", "sts-secret", "token+/=");

	private Sdk() {
	}

	static OSS client(OssEmulator emulator, SignVersion version, Credentials credentials) {
		return client(emulator, version, credentials, emulator.region());
	}

	static OSS client(OssEmulator emulator, SignVersion version, Credentials credentials, String region) {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setSignatureVersion(version);
		configuration.setMaxErrorRetry(0);
		configuration.setVerifySSLEnable(false);
		return OSSClientBuilder.create()
			.endpoint(emulator.endpoint().toString())
			.region(region)
			.credentialsProvider(new DefaultCredentialProvider(credentials))
			.clientConfiguration(configuration)
			.build();
	}

}
