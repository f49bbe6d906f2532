/**
 * Models: sets of objects, fetched, published and given up as a whole.
 * <p>
 * <b>Versions.</b> A listing becomes a {@link io.ossmc.model.VersionPlan}; its hash of
 * keys and ETags names the version. A {@link io.ossmc.model.Preparation} brings a plan
 * into memory: it links what is there already, reserves memory for all of the rest, fills
 * one file per object in a staging directory, and gives each file its name in the
 * version's directory when it is complete and verified. Nobody can therefore open a
 * half-filled file by its name, and what has been published is never written again. When
 * all files are there it is a {@link io.ossmc.model.ModelVersion}, which lives until it
 * is retired and its last lease is closed.
 * <p>
 * <b>Files.</b> An object (its URI, ETag and size) is in memory once: a
 * {@link io.ossmc.model.HeldFile} is counted by the versions that have a name for it, and
 * goes, with its share of the budget, when the last one lets it go. A version that has to
 * go says so before it does: whoever waits for room counts on a file when nobody keeps it
 * any more, and no longer when somebody takes it in between. Who needs an object that
 * another is just fetching counts on that fetch, and begins again if it fails. Who waits
 * for memory may hold files meanwhile, but only one at a time does, so that no two wait
 * for what the other holds. What a dead connector left complete is charged from the start
 * on, is the first to go when room is needed, and is compared with its noted checksum
 * when somebody asks for it. A connector that is closed with {@code keep-on-close} leaves
 * the same: what is complete and verified moves to an {@link io.ossmc.region.Estate}, a
 * directory like that of a dead connector, when its last version lets it go.
 * <p>
 * <b>Places.</b> In a connector's directory: {@code staging/} (being filled),
 * {@code files/<any>/} (the one name of each complete file that is no version's, and a
 * note of what it is), {@code versions/<model>/<version>/} (hard links to these) and
 * {@code models/<model>} (a link to the current version). A directory that the user chose
 * is a {@link io.ossmc.model.StablePath}: a link to the current version, or where it may
 * not be one, a directory of links. While there is no version it shows {@code
 * absent/<model>/}, which is empty, so that it stays ours as long as the model is
 * registered.
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
 * <b>Use.</b> Who is in the version of a model that is READY is counted by its
 * {@link io.ossmc.model.Idleness}: leases, uses of loaded objects (not the objects
 * themselves, which only hold memory), a refresh that is fetching, and the connector
 * while it pins the model. With the last one gone the version is one of
 * {@link io.ossmc.cache.IdleEntries}. It leaves them in one of two ways, of which exactly
 * one wins: somebody comes, or it is given up; who comes too late waits until the model
 * is ABSENT and has it fetched again. Giving it up closes the loaded objects, then their
 * leases, then frees the memory.
 * <p>
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
 * ({@link io.ossmc.model.Ending}): each is taken whatever the others throw.
 */
@NullMarked
package io.ossmc.model;

import org.jspecify.annotations.NullMarked;
