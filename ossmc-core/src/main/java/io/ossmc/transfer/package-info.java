/**
 * Fetches objects into regions, part by part.
 * <p>
 * A {@link io.ossmc.transfer.Transfer} is one object on its way into one region, cut into
 * {@link io.ossmc.transfer.Part parts}. The {@link io.ossmc.transfer.TransferEngine} has
 * a changing number of platform threads, each of which takes the next part from the
 * {@link io.ossmc.transfer.PartQueue} and runs one ranged GET on it. The queue keeps the
 * order in which transfers were submitted, but a part that a reader waits for goes to the
 * front.
 * <p>
 * The rules that keep bytes right:
 * <ul>
 * <li>A part has one writer. It is out of the queue while a thread works on it and goes
 * back only after that thread left the region.</li>
 * <li>A retry begins at the first byte that is missing, never rewrites a byte that a
 * reader may have seen, and carries the ETag of the plan, so that all bytes of a region
 * are of one object version.</li>
 * <li>The verdict (CRC-64 of all parts, combined, against the one that OSS keeps) is
 * given by whoever finished the last part, after that part's writer has left.
 * {@link io.ossmc.transfer.Transfer#done()} completes with it, never before.</li>
 * <li>On a mismatch all parts are fetched again, unless somebody may have seen a byte:
 * then the transfer fails.</li>
 * </ul>
 */
@NullMarked
package io.ossmc.transfer;

import org.jspecify.annotations.NullMarked;
