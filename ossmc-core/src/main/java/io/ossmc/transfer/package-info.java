/**
 * Fetches objects into regions, part by part.
 * <p>
 * A {@link io.ossmc.transfer.Transfer} is one object on its way into one region, cut into
 * {@link io.ossmc.transfer.Part parts}. The {@link io.ossmc.transfer.TransferEngine} has
 * a changing number of platform threads, each of which takes the next part from the
 * {@link io.ossmc.queue.WorkQueue}, which knows whose turn it is, and runs one ranged GET
 * on it. Beside parts there are {@link io.ossmc.transfer.Inquiry inquiries}, HEADs for a
 * checksum; both are {@link io.ossmc.transfer.TransferWork work for a transfer}. How many
 * connections there are is up to {@link io.ossmc.pace.Traffic}.
 * <p>
 * Who may ask: each object has a {@link io.ossmc.pace.Standing standing} and each host a
 * {@link io.ossmc.pace.HostGate gate}. An object is <em>clean</em> until a request for it
 * fails, and again from the next good reply on. A host is <em>doubted</em> after failures
 * of many different objects without a good reply in between. What belongs to one object
 * delays no other one.
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
