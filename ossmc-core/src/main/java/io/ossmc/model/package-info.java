/**
 * Models: sets of objects, fetched, published and given up as a whole.
 * <p>
 * <b>Versions.</b> A listing becomes a {@link io.ossmc.plan.VersionPlan}; its hash of
 * keys and ETags names the version. A {@link io.ossmc.model.Preparation} brings a plan
 * into memory: it links what is there already, reserves memory for all of the rest, fills
 * one file per object in a staging directory, and gives each file its name in the
 * version's directory when it is complete and verified. Nobody can therefore open a
 * half-filled file by its name, and what has been published is never written again. When
 * all files are there it is a {@link io.ossmc.version.ModelVersion}, which lives until it
 * is retired and its last lease is closed.
 * <p>
 * <b>States</b> of a {@link io.ossmc.model.ManagedModel}, changed only under the lock of
 * its {@link io.ossmc.model.ModelStatus}, by {@link io.ossmc.model.Fetching} up to READY
 * and by {@link io.ossmc.model.Evictions} from there:
 *
 * <pre>
 *            start, lease, await            plan and memory there          all files published
 *   ABSENT ───────────────────────► QUEUED ───────────────────► FETCHING ───────────────────► READY ──┐
 *     ▲                              │  ▲                           │                         │  ▲    │ refresh
 *     │ stop, evict                  │  │ retry, lease, await       │ error                   │  └────┘
 *     ├──────────────────────────────┤  └───────── FAILED ◄─────────┤                         │
 *     │                              └──── error ────► │            │                         │
 *     ├────────────────────────────────── stop, evict ◄┴────────────┘                         │
 *     └──────────────────────── evict, expired, capacity: only while nobody uses it ◄─────────┘
 * </pre>
 *
 * <b>Refresh.</b> Beside a version that is READY {@link io.ossmc.model.Refreshing} runs
 * at most one {@link io.ossmc.model.Refresh}:
 *
 * <pre>
 *   listing ──► same as now: the end
 *      │
 *      ▼
 *   memory at once ──► files complete ──► loaded objects built ──► one step under the lock: the stable path,
 *      │                   │                   │                   leases from now on, the pin; then each
 *      └───────────────────┴───────────────────┴──► error:         loaded object; the old version lives
 *                                  the old one serves on           until its last lease and use
 * </pre>
 *
 * Evicting, stopping or removing the model ends it. A model whose specification names
 * other objects than before gets these in the same way, and is tried again until it has
 * them.
 * <p>
 * An object that is overwritten during a fetch makes a new plan within the same attempt.
 * <p>
 * <b>Errors.</b> Up to READY, or up to the step in which a refresh takes the place, what
 * goes wrong is the attempt's: nothing of it stays, those who wait are told, and the
 * schedule tries again. From there on it undoes nothing. What ends, ends step by step
 * ({@link io.ossmc.thread.Ending}): each is taken whatever the others throw.
 */
@NullMarked
package io.ossmc.model;

import org.jspecify.annotations.NullMarked;
