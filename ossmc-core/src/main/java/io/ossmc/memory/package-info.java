/**
 * Memory that models are fetched into.
 * <p>
 * <b>Two kinds.</b> A {@link io.ossmc.memory.PrivateRegion} is anonymous memory, for
 * objects read through views. A {@link io.ossmc.memory.SharedRegion} is a real file in
 * the {@link io.ossmc.root.MemoryRoot}, for engines and other processes that open paths;
 * it is filled under a name nobody looks at, and renamed once it is complete.
 * <p>
 * <b>Who is in.</b> One atomic word per region counts writers and leases and holds two
 * bits: <i>sealed</i> (published: no writer any more) and <i>closed</i> (nobody any
 * more). Every question is answered from one value of that word, so exactly one thread
 * learns that it was the last, and the memory is freed once. It is freed by the reaper's
 * thread: unmapping 4 KiB pages takes 200 ms per GiB, and an arena in which a system call
 * is still reading refuses to close and is tried again.
 * <p>
 * <b>Views die one by one.</b> A lease reinterprets the region's segment in a shared
 * arena of its own. Closing it makes access through its segment and its buffers throw
 * {@link java.lang.IllegalStateException}, while other leases read on. Only native code
 * that was given the bare address is beyond this: it must hold a lease for as long as it
 * uses it.
 * <p>
 * <b>How bytes get in.</b> Half of the cost of a fetch is memory the kernel has not given
 * yet. Measured here over loopback, in CPU seconds of this process per GiB, with
 * checksum: private memory that is there 0.4; huge-page tmpfs through a mapping 0.4;
 * ordinary tmpfs through a 256 KiB buffer that stays in the cache and a positional file
 * write 0.65, but 0.9 if the pages are reserved by {@code fallocate} first, and 0.8 if
 * several threads write to one file at once, since they spin on the inode's lock. So a
 * {@link io.ossmc.memory.RegionWriter} writes through a mapping where pages are huge, and
 * through the buffer and the file elsewhere, one write at a time. Readers map the file;
 * on one machine mapping and file are the same pages.
 * <p>
 * <b>What readers may read.</b> {@link io.ossmc.memory.RegionWriter#written()} is
 * volatile: who reads n there may read n bytes of the part from a lease. The verdict on
 * the bytes is not this package's business.
 * <p>
 * <b>A full file system</b> would show as SIGBUS in native code long after the fact if
 * pages came with stores into a mapping. Huge pages are therefore taken
 * ({@code fallocate}) before the first byte; elsewhere, and where that cannot be done,
 * the file is only written by {@code write}, which fails cleanly, and readers touch only
 * what was written. No room is an {@link io.ossmc.OssModelCapacityException} either way.
 * <p>
 * <b>Files that others keep.</b> The pages of an unlinked file stay for as long as
 * anybody has it open or mapped. A region is therefore freed in two steps: it is
 * {@linkplain io.ossmc.memory.Region#whenReleased() released} when this process has let
 * it go, and {@linkplain io.ossmc.memory.Region#whenFreed() freed} when the kernel gives
 * a write lease on our last descriptor, which it does exactly if nobody else has the
 * file. In between it lingers, and is looked at less and less often, at last every
 * second. Of those descriptors there are at most 64; a file for which there is none, or
 * that has more names, keeps a hidden one instead. What cannot be removed lingers too:
 * nothing is uncharged before it is gone.
 */
@NullMarked
package io.ossmc.memory;

import org.jspecify.annotations.NullMarked;
