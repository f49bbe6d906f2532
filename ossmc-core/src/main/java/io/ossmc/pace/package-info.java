/**
 * How fast and how patiently: who may send a request now, how many at once, and what is
 * in the way of who does not get on. Nothing here knows what is sent.
 * <p>
 * <b>Who.</b> A {@link io.ossmc.pace.HostGate} for each host, a
 * {@link io.ossmc.pace.Standing} for each object; a failure is some
 * {@link io.ossmc.pace.Trouble}.
 * <p>
 * <b>How many.</b> {@link io.ossmc.pace.Traffic} counts what comes, from which
 * {@link io.ossmc.pace.Concurrency} finds the best number of connections.
 * {@link io.ossmc.pace.Pace} tells which of them is too slow.
 * <p>
 * <b>How long.</b> {@link io.ossmc.pace.Patience} is over when nothing has come for too
 * long; the {@link io.ossmc.pace.Setback} that was met last then says why.
 */
@NullMarked
package io.ossmc.pace;

import org.jspecify.annotations.NullMarked;
