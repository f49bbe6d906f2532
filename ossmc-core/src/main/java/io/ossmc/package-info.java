/**
 * The API of the OSS Model Connector: models from Alibaba Cloud OSS in memory, verified,
 * within a budget.
 * <p>
 * Start with {@link io.ossmc.OssModelConnector}. All sizes are bytes, all methods may be
 * called from any thread unless their description says otherwise, and every error is an
 * {@link io.ossmc.OssModelException} whose message says what is wrong and what to do
 * about it. This package is a leaf: it imports nothing else of the library.
 */
@NullMarked
package io.ossmc;

import org.jspecify.annotations.NullMarked;
