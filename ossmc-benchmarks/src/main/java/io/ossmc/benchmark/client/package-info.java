/**
 * Whoever fetches: this connector and its peers, each in a process of its own, all into
 * the same kinds of memory.
 */
@NullMarked
package io.ossmc.benchmark.client;

import org.jspecify.annotations.NullMarked;
