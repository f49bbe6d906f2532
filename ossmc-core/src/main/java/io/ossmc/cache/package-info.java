/**
 * Who may hold memory.
 * <p>
 * {@link io.ossmc.cache.MemoryBudget} is a hard limit on real pages. Whoever wants memory
 * asks for all of it at once and gets a {@link io.ossmc.cache.Reservation} when it is his
 * turn: first in, first out, so that a large request is not starved by small ones. A
 * reservation is given back only when the pages have really gone to the kernel.
 */
@NullMarked
package io.ossmc.cache;

import org.jspecify.annotations.NullMarked;
