/**
 * What waits for a connection, what holds one, and whose turn it is. Nothing here knows
 * what a request is for.
 * <p>
 * {@link io.ossmc.queue.Work} is one request for one object. It waits in the
 * {@link io.ossmc.queue.WorkQueue}; while it is sent it is an
 * {@link io.ossmc.queue.Exchange}, one of those {@link io.ossmc.queue.UnderWay under
 * way}. The queue keeps the order of submission, but what a reader waits for goes to the
 * front; whose turn it is among groups is up to {@link io.ossmc.queue.GroupTurns}, who
 * may have a connection and who has to give one up to
 * {@link io.ossmc.queue.ConnectionShares}.
 * <p>
 * <b>Words.</b> A request is <em>silent</em> when no byte has come for a second, or a
 * quarter of the stall time-out if that is less, and <em>doubtful</em> when it is silent
 * or its object is not {@linkplain io.ossmc.pace.Standing#clean() clean}. What was
 * submitted together is a {@link io.ossmc.queue.Group group}, one attempt of a model or
 * one opened object. It becomes <em>suspect</em> when its requests bring less than they
 * fail to: no byte, or less than 16 KiB in a second; it is <em>proven</em> when it
 * brought bytes last.
 * <p>
 * <b>Who goes first.</b> While all groups bring bytes, the order of submission is kept.
 * While there is a suspect group,
 * <ul>
 * <li>every second turn belongs to proven groups, in their order; the others explore
 * groups of which nothing has come yet, alternately the youngest and the oldest one, and
 * now and then a suspect one;</li>
 * <li>requests that explore hold a quarter of the connections at most while a proven
 * group waits (all of them while none does);</li>
 * <li>if others wait, silent requests of suspect groups are ended, a second after their
 * last sign, until they hold an eighth of the connections.</li>
 * </ul>
 * So a healthy group that comes behind any number of bad objects has its first turn after
 * a second or so, and most of the connections from its first byte on.
 */
@NullMarked
package io.ossmc.queue;

import org.jspecify.annotations.NullMarked;
