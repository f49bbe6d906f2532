/** The OSS Model Connector as a plain Java library. */
module io.ossmc.core {

	requires transitive org.jspecify;
	requires transitive aliyun.sdk.oss;
	requires com.fasterxml.aalto;
	requires com.github.benmanes.caffeine;
	requires io.github.resilience4j.core;
	requires java.xml;
	requires org.slf4j;

	exports io.ossmc;
	exports io.ossmc.connector;
	exports io.ossmc.spi;

}
