/**
 * An inference gateway whose models come from OSS. What a request meets:
 * {@link io.ossmc.sample.gateway} (HTTP), {@link io.ossmc.sample.embedding} (ONNX Runtime
 * and DJL over the connector's files). {@link io.ossmc.sample.bundled} fills the embedded
 * emulator, {@link io.ossmc.sample.web} guards page and port.
 */
@NullMarked
package io.ossmc.sample;

import org.jspecify.annotations.NullMarked;
