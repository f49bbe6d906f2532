/**
 * How much memory is taken beyond what was asked for.
 */
@NullMarked
package io.ossmc.benchmark.memory;

import org.jspecify.annotations.NullMarked;
