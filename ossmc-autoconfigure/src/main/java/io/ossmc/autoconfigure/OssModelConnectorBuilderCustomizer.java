package io.ossmc.autoconfigure;

import io.ossmc.connector.OssModelConnectorBuilder;

/**
 * Changes the builder of the auto-configured connector after the properties were applied.
 */
@FunctionalInterface
public interface OssModelConnectorBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder of the connector
	 */
	void customize(OssModelConnectorBuilder builder);

}
