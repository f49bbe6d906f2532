/** Meters. */
@NullMarked
package io.ossmc.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
