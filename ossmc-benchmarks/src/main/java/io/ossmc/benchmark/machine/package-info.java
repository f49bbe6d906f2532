/**
 * The machine: what it is, what it does besides, and memory of a certain kind.
 */
@NullMarked
package io.ossmc.benchmark.machine;

import org.jspecify.annotations.NullMarked;
