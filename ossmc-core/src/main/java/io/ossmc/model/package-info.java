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
 * goes, with its share of the budget, when the last one lets it go. Who needs an object
 * that another is just fetching counts on that fetch, and begins again if it fails. Who
 * waits for memory may hold files meanwhile, but only one at a time does, so that no two
 * wait for what the other holds. What a dead connector left complete is charged from the
 * start on, is the first to go when room is needed, and is compared with its noted
 * checksum when somebody asks for it.
 * <p>
 * <b>Places.</b> In a connector's directory: {@code staging/} (being filled),
 * {@code files/<any>/} (the one name of each complete file that is no version's, and a
 * note of what it is), {@code versions/<model>/<version>/} (hard links to these) and
 * {@code models/<model>} (a link to the current version). A directory that the user chose
 * is a {@link io.ossmc.model.StablePath}: a link to the current version, or where it may
 * not be one, a directory of links.
 * <p>
 * <b>States</b> of a {@link io.ossmc.model.ManagedModel}, changed only under its lock:
 *
 * <pre>
 *            start, lease, await            plan and memory there          all files published
 *   ABSENT ───────────────────────► QUEUED ───────────────────► FETCHING ───────────────────► READY
 *     ▲                              │  ▲                           │                           │
 *     │ stop                         │  │ retry, lease, await       │ error                     │ evict
 *     └──────────────────────────────┤  └───────── FAILED ◄─────────┤                           │
 *     ▲                              └──── error ────►              │                           │
 *     └───────────────────────────────────────────── stop ◄─────────┘                           │
 *     └─────────────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * An object that is overwritten during a fetch makes a new plan within the same attempt.
 */
@NullMarked
package io.ossmc.model;

import org.jspecify.annotations.NullMarked;
