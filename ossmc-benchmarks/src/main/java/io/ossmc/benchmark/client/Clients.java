package io.ossmc.benchmark.client;

import java.io.IOException;
import java.util.List;

/** The names of the clients written in Java, and what they stand for. */
public final class Clients {

	/** This connector. */
	public static final String OSSMC = "ossmc";

	/** The Aliyun SDK's ranged getObject. */
	public static final String SDK_RANGES = "aliyun-getObject";

	/** The Aliyun SDK's downloadFile. */
	public static final String SDK_FILE = "aliyun-downloadFile";

	/** The JDK's HttpClient. */
	public static final String JDK = "jdk-http";

	/** The AWS common runtime's HTTP client. */
	public static final String CRT = "aws-crt";

	/** Apache HttpClient 5. */
	public static final String APACHE = "apache-http5";

	/** The peers written in Java or used from it. */
	public static final List<String> PEERS = List.of(SDK_RANGES, SDK_FILE, JDK, CRT, APACHE);

	private Clients() {
	}

	static Client create(Task task) throws IOException {
		return switch (task.client()) {
			case OSSMC -> task.memory().isFile() ? new DirectoryClient(task) : new ObjectClient(task);
			case SDK_RANGES -> SdkRangesClient.create(task);
			case SDK_FILE -> new SdkFileClient(task);
			case JDK -> JdkClient.create(task);
			case CRT -> CrtClient.create(task);
			case APACHE -> ApacheClient.create(task);
			default -> throw new IllegalArgumentException(task.client());
		};
	}

}
