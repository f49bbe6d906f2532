package io.ossmc.autoconfigure.platform;

import java.util.Optional;

import org.springframework.boot.SpringBootVersion;

/**
 * What the application runs on.
 *
 * @param java feature version
 * @param springBoot version
 */
record Platform(int java, String springBoot) {

	private static final int OLDEST_JAVA = 25;

	private static final int OLDEST_SPRING_BOOT = 4;

	static Platform here() {
		return new Platform(Runtime.version().feature(), SpringBootVersion.getVersion());
	}

	/** What stands in the way of the connector, if anything does. */
	Optional<UnsupportedPlatformException> problem() {
		if (this.java < OLDEST_JAVA) {
			return Optional.of(new UnsupportedPlatformException(
					"The OSS Model Connector needs Java " + OLDEST_JAVA + " or newer; this is Java " + this.java + ".",
					"Run the application on a JDK " + OLDEST_JAVA
							+ ", or remove io.ossmc:ossmc-starter from its dependencies."));
		}
		if (major(this.springBoot) < OLDEST_SPRING_BOOT) {
			return Optional.of(new UnsupportedPlatformException(
					"The OSS Model Connector needs Spring Boot " + OLDEST_SPRING_BOOT
							+ ".0 or newer; this is Spring Boot " + this.springBoot + ".",
					"Update Spring Boot, or remove io.ossmc:ossmc-starter from the application's dependencies."));
		}
		return Optional.empty();
	}

	private static int major(String version) {
		return Integer.parseInt(version.substring(0, version.indexOf('.')));
	}

}
