/**
 * Processes of their own for servers and clients, spoken to line by line.
 */
@NullMarked
package io.ossmc.benchmark.process;

import org.jspecify.annotations.NullMarked;
