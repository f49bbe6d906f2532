/**
 * How soon a model answers, counted from the first request.
 */
@NullMarked
package io.ossmc.benchmark.start;

import org.jspecify.annotations.NullMarked;
