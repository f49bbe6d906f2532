/**
 * A server that misbehaves: kinds of misbehaviour with names, and a
 * {@link io.ossmc.emulator.fault.RandomFaults hook} that gives each object one of them.
 * <p>
 * A <i>fault</i> is one way of answering wrongly, of use for some requests only (its
 * scope: GET, HEAD, listings). Whoever checks a client with it wants to know what the
 * client may then do: a fault that <i>lies</i> sends wrong bytes that nothing tells from
 * the right ones, so that a client may deliver them, though never as verified; after any
 * other fault whatever is delivered has to be right. A fault that <i>progresses</i> is
 * slow but comes to an end, so that a client may be late.
 * <p>
 * The catalogue has one class for each thing that can be wrong: {@code StatusFaults},
 * {@code HeadFaults}, {@code ChecksumFaults}, {@code BodyFaults}, {@code ListingFaults},
 * {@code PageFaults}, {@code TimeFaults}, {@code ConnectionFaults}.
 */
@NullMarked
package io.ossmc.emulator.fault;

import org.jspecify.annotations.NullMarked;
