/**
 * Where a connector is built: {@link io.ossmc.connector.OssModelConnectorBuilder}, and
 * where its pieces are wired.
 */
@NullMarked
package io.ossmc.connector;

import org.jspecify.annotations.NullMarked;
