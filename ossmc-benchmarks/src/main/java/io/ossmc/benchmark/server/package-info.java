/**
 * Where the bytes come from, in a process of its own.
 */
@NullMarked
package io.ossmc.benchmark.server;

import org.jspecify.annotations.NullMarked;
