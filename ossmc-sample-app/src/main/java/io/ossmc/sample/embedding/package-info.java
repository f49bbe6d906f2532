/**
 * Sentences to vectors, from a folder of model files. The models show the two usual ways
 * to an engine: MiniLM and E5 talk to ONNX Runtime itself, BGE goes through DJL.
 */
@NullMarked
package io.ossmc.sample.embedding;

import org.jspecify.annotations.NullMarked;
