package io.ossmc.connector;

import java.nio.file.Path;

import io.ossmc.OssModelCredentials;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.OssEmulatorBuilder;

/**
 * An emulator as a JVM of its own sees it, in which only the connector's threads,
 * descriptors and memory are.
 *
 * @param endpoint where it is
 * @param region for signatures
 */
public record RemoteOss(String endpoint, String region) {

	/**
	 * An emulator that answers those who come with {@link #connector}.
	 * @return its builder
	 */
	public static OssEmulatorBuilder emulator() {
		return OssEmulator.builder().credentials(Oss.KEY_ID, Oss.SECRET);
	}

	/**
	 * How to reach an emulator.
	 * @param emulator of this process
	 * @return what to tell the other process
	 */
	public static RemoteOss of(OssEmulator emulator) {
		return new RemoteOss(emulator.endpoint().toString(), emulator.region());
	}

	/**
	 * A builder of connectors to it.
	 * @param root the memory root
	 * @return the builder
	 */
	public OssModelConnectorBuilder connector(Path root) {
		return OssModelConnectorBuilder.create()
			.endpoint(this.endpoint)
			.region(this.region)
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(root);
	}

}
