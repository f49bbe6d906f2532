/**
 * How long it takes to list very many objects, and what it costs.
 */
@NullMarked
package io.ossmc.benchmark.list;

import org.jspecify.annotations.NullMarked;
