/**
 * Fetches objects into regions, part by part.
 * <p>
 * A {@link io.ossmc.transfer.Transfer} is one object on its way into one region, cut into
 * {@link io.ossmc.transfer.Part parts}. The {@link io.ossmc.transfer.TransferEngine} has
 * a changing number of platform threads, each of which takes the next part from the
 * {@link io.ossmc.transfer.PartQueue} and runs one ranged GET on it. The queue keeps the
 * order in which transfers were submitted, but a part that a reader waits for goes to the
 * front; whose turn it is among groups is up to {@link io.ossmc.transfer.GroupTurns}, how
 * many connections there are to {@link io.ossmc.pace.Traffic}, and who may have one to
 * {@link io.ossmc.transfer.ConnectionShares}. Beside parts there are
 * {@link io.ossmc.transfer.Inquiry inquiries}, HEADs for a checksum; both are
 * {@link io.ossmc.transfer.Work work}.
 * <p>
 * Who may ask: each object has a {@link io.ossmc.pace.Standing standing} and each host a
 * {@link io.ossmc.pace.HostGate gate}. An object is <em>clean</em> until a request for it
 * fails, and again from the next good reply on. A host is <em>doubted</em> after failures
 * of many different objects without a good reply in between. A request is <em>silent</em>
 * when no byte has come for a second, or a quarter of the stall time-out if that is less,
 * and <em>doubtful</em> when it is silent or its object is not clean. What belongs to one
 * object delays no other one.
 * <p>
 * Who goes first: what was submitted together is a {@link io.ossmc.transfer.Group group},
 * one attempt of a model or one opened object. While all groups bring bytes, the order of
 * submission is kept. A group becomes <em>suspect</em> when its requests bring less than
 * they fail to: no byte, or less than 16 KiB in a second. While there is a suspect group,
 * <ul>
 * <li>every second turn belongs to <em>proven</em> groups, which brought bytes last, in
 * their order; the others explore groups of which nothing has come yet, alternately the
 * youngest and the oldest one, and now and then a suspect one;</li>
 * <li>requests that explore hold a quarter of the connections at most while a proven
 * group waits (all of them while none does);</li>
 * <li>if others wait, silent requests of suspect groups are ended, a second after their
 * last sign, until they hold an eighth of the connections.</li>
 * </ul>
 * So a healthy group that comes behind any number of bad objects has its first turn after
 * a second or so, and most of the connections from its first byte on.
 * <p>
 * What may hang: a thread may be lost in a supplier of credentials or a given client,
 * which nobody can end. {@link io.ossmc.transfer.StoreCalls} limits these for each store
 * and has others come in their place; no region waits for them.
 * <p>
 * Who gives up: {@link io.ossmc.pace.Trouble} tells passing failures from
 * <em>lasting</em> ones, which end a transfer after a few tries. Everything else ends it
 * when {@link io.ossmc.pace.Patience} is over, which the
 * {@link io.ossmc.thread.FetchWatch} finds out, on a thread that waits for nobody.
 * <p>
 * The rules that keep bytes right:
 * <ul>
 * <li>A part has one writer. It is out of the queue while a thread works on it and goes
 * back only after that thread left the region.</li>
 * <li>A retry begins at the first byte that is missing, never rewrites a byte that a
 * reader may have seen, and carries the ETag of the plan, so that all bytes of a region
 * are of one object version.</li>
 * <li>The verdict (CRC-64 of all parts, combined, against the one that OSS keeps) is
 * given by whoever finished the last part, after that part's writer has left, or got the
 * answer to the inquiry. {@link io.ossmc.transfer.Transfer#done()} completes with it,
 * never before, and the last byte is not given out before it.</li>
 * <li>The {@link io.ossmc.transfer.Checksum} that OSS keeps may come with the request for
 * the transfer, with each reply and with an inquiry, which is sent if it came with none
 * of these: all must agree. Nothing is verified by being empty.</li>
 * <li>On a mismatch all parts are fetched again, unless somebody may have seen a byte:
 * then the transfer fails.</li>
 * </ul>
 */
@NullMarked
package io.ossmc.transfer;

import org.jspecify.annotations.NullMarked;
