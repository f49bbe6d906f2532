package io.ossmc.benchmark.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;

/** Who asks the benchmarks' servers, for all clients the same. */
public final class Account {

	/** The id of the key. */
	public static final String ID = "benchmark";

	/** The key: of a server on the loopback address that lives for one run. */
	public static final String SECRET = "benchmark-secret";

	/** The region of V4 signatures. */
	public static final String REGION = "cn-hangzhou";

	private static final long HOURS = 24;

	private Account() {
	}

	/**
	 * A client of the Aliyun SDK.
	 * @param endpoint of the server
	 * @param configuration of the client; its signature version becomes 4
	 * @return to be shut down by the caller
	 */
	public static OSS client(URI endpoint, ClientBuilderConfiguration configuration) {
		configuration.setSignatureVersion(SignVersion.V4);
		return OSSClientBuilder.create()
			.endpoint(endpoint.toString())
			.region(REGION)
			.credentialsProvider(new DefaultCredentialProvider(ID, SECRET))
			.clientConfiguration(configuration)
			.build();
	}

	/**
	 * The objects of a server with their presigned URLs, good for a day.
	 * @param endpoint of the server
	 * @param files it serves
	 * @return in the order of the files
	 */
	public static List<Source> sources(URI endpoint, SourceFiles files) {
		OSS client = client(endpoint, new ClientBuilderConfiguration());
		try {
			List<Source> sources = new ArrayList<>();
			for (String key : files.keys()) {
				GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(SourceFiles.BUCKET, key);
				request.setExpiration(new Date(System.currentTimeMillis() + TimeUnit.HOURS.toMillis(HOURS)));
				sources.add(new Source(key, files.size(), files.crc64(key),
						client.generatePresignedUrl(request).toString()));
			}
			return sources;
		}
		finally {
			client.shutdown();
		}
	}

}
