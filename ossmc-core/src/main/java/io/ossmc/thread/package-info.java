/**
 * Threads, and nothing of what they do: the connector's own and how long they last, the
 * rule about its callers', what waits, is tried again, and ends.
 * <p>
 * <b>Own threads.</b> Bytes are fetched on {@link io.ossmc.thread.FetchThreads}, platform
 * threads in a number that changes, with a {@link io.ossmc.thread.FetchWatch} that none
 * of them can keep from looking. What waits for something else than bytes is on virtual
 * ones ({@link io.ossmc.thread.ConnectorThreads}); what may hang in the user's code on
 * one of its own ({@link io.ossmc.thread.ForeignCalls}).
 * <p>
 * <b>Callers' threads</b> wait only where the API says so, and none that must not block
 * ({@link io.ossmc.thread.CallerThread}).
 */
@NullMarked
package io.ossmc.thread;

import org.jspecify.annotations.NullMarked;
