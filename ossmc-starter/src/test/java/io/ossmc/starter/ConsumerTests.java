package io.ossmc.starter;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes with the starter into an application that is no part of this build: its pom
 * imports Boot's versions and names {@code io.ossmc:ossmc-starter}, no more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerTests {

	private List<String> dependencies = List.of();

	@BeforeAll
	void resolve() throws Exception {
		this.dependencies = new ConsumerDependencies().ofStarter();
	}

	@Test
	void hasWhatMakesApplicationYmlEnough() {
		assertThat(this.dependencies).contains("io.ossmc:ossmc-core", "io.ossmc:ossmc-autoconfigure",
				"org.springframework.boot:spring-boot-starter", "org.springframework.boot:spring-boot-starter-actuator",
				"com.aliyun.oss:aliyun-sdk-oss:3.18.5", "com.alibaba.cloud:aliyun-oss-spring-boot-starter:1.0.0");
	}

	@Test
	void hasNothingOfAlibabaThatIsNotNeeded() {
		assertThat(this.dependencies).filteredOn((each) -> each.startsWith("com.a"))
			.containsExactlyInAnyOrder("com.aliyun.oss:aliyun-sdk-oss:3.18.5",
					"com.alibaba.cloud:aliyun-oss-spring-boot-starter:1.0.0",
					"com.alibaba.cloud:aliyun-context-spring-boot-starter:1.0.0",
					"com.alibaba.cloud:alicloud-context:1.0.5");
		assertThat(this.dependencies).noneMatch((each) -> each.matches(
				".*(aliyun-java-sdk|java-trace-api|jettison|bcprov|jaxb|opentracing|gson|ini4j|javax\\.|jakarta\\.xml).*"));
	}

	/**
	 * With 1.2 it goes to java.util.logging, and Boot's report of a failed start is lost.
	 */
	@Test
	void hasTheCommonsLoggingOfSpringAndNotTheOneOfTheSdk() {
		assertThat(this.dependencies).filteredOn((each) -> each.startsWith("commons-logging:"))
			.singleElement()
			.asString()
			.startsWith("commons-logging:commons-logging:1.3.");
	}

	@Test
	void hasNoEmulatorAndNoWebServer() {
		assertThat(this.dependencies)
			.noneMatch((each) -> each.matches(".*(ossmc-emulator|netty|tomcat|spring-web|junit|assertj).*"));
	}

}
