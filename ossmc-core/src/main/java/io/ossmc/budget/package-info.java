/**
 * Who may hold memory, and who has to give it up.
 * <p>
 * <b>Admission.</b> {@link io.ossmc.budget.MemoryBudget} is a hard limit on real pages.
 * Whoever wants memory asks for all of it at once and gets a
 * {@link io.ossmc.budget.Reservation} when it is his turn. There are two queues. In
 * <i>demand</i> somebody waits: first in, first out, so that a large request is not
 * starved by small ones. In <i>prefetch</i> nobody waits yet: it gets what demand leaves,
 * and nothing is given up for it (or two prefetches would take turns for ever). A
 * reservation is given back only when the pages have really gone to the kernel; pages
 * that another process keeps <i>linger</i> and stay charged.
 * <p>
 * <b>Eviction.</b> What is in memory and not used is in
 * {@link io.ossmc.budget.IdleEntries}, from its last use until somebody uses it again,
 * its time is over, or the first in the demand queue does not fit. An entry that is found
 * there is <i>claimed</i> before it goes, in one step that excludes whoever wants to use
 * it at this moment; then it is <i>given up</i>, and what that frees <i>returns</i>
 * ({@code Returning}): a file that a second entry has as well returns with the last of
 * them. Entries are given up one by one until what returns suffices. Memory that does not
 * come for a while is not counted on, which may cost an entry too many, but not a page
 * too many: memory is granted when it is there.
 * <p>
 * <b>Retained pages</b> are used by nobody and wait for the next private region. Between
 * a grant and the first touch the grantee takes his pages from them and calls
 * {@link io.ossmc.budget.MemoryBudget#makeRoom()} for the rest: what has been touched and
 * what is retained are never more than the limit.
 * <p>
 * <b>Locks.</b> No foreign code runs under the budget's lock. Entries are given up on the
 * connector's threads.
 */
@NullMarked
package io.ossmc.budget;

import org.jspecify.annotations.NullMarked;
