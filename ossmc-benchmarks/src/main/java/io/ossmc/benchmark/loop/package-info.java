/**
 * The inner loops, measured with JMH.
 */
@NullMarked
package io.ossmc.benchmark.loop;

import org.jspecify.annotations.NullMarked;
