/**
 * Single objects, opened for reading while they arrive.
 * <p>
 * An {@link io.ossmc.object.OpenObject} may be in memory several times, one after
 * another: each time is a {@code Residency}, which begins with a place in the queue and
 * has a region and a transfer (a {@code ObjectFetch}) once it was admitted. Readers come
 * into the current residency, wait for admission and then for the part that they need;
 * {@code Readers} counts them, and decides in one step whether a residency ends and who
 * ended it.
 * <p>
 * <pre>
 *   open                     room that nobody wants           somebody reads
 *   ─────► waits (prefetch) ───────────────────────► in memory ◄──────────► in use
 *             ▲   │                                    │  │ ▲                 │
 *             │   │ somebody reads                     │  │ │                 │ segment()
 *             │   ▼                its turn            │  │ │                 ▼
 *             │ waits (demand) ────────────────────────┼──┼─┘              pinned
 *             │   │ nobody waits any more              │  │
 *             ├───┴────────────────────────────────────┘  │ room is needed, verdict known
 *             │       room is needed, no byte was read    ▼
 *             └─────────────────────────────────────── absent until somebody reads (demand)
 * </pre>
 * <p>
 * <b>Any order, any budget.</b> Who waits for memory holds none by that, and a residency
 * that nobody is in (no view, no read inside) can be dropped: so the first in the demand
 * queue gets its memory as soon as reads under way are done, unless views take it all,
 * and then it hears who has them. A residency that somebody waits in is never dropped, so
 * each admission serves at least one read.
 * <p>
 * <b>Failures.</b> A residency that cannot begin, because the system has no memory for
 * instance, or whose transfer fails or is stopped, ends; those who are in hear why, and
 * whoever comes next begins another one. Only if bytes were handed out before their
 * verdict is the object itself at its end: it has to be opened again.
 * <p>
 * <b>One verdict for each byte.</b> Bytes that come again come into a new region, with
 * the same ETag. Their CRC-64 says nothing of what was handed out before; therefore a
 * residency of which bytes were handed out is kept until its own verdict.
 */
@NullMarked
package io.ossmc.object;

import org.jspecify.annotations.NullMarked;
