/**
 * Models: sets of objects, fetched, published and given up as a whole.
 * <p>
 * <b>Versions.</b> A listing becomes a {@link io.ossmc.model.VersionPlan}; its hash of
 * keys and ETags names the version. A {@link io.ossmc.model.Preparation} fetches a plan:
 * it reserves memory for all of it, fills one file per object in a staging directory, and
 * renames each file into the version's directory when it is complete and verified. Nobody
 * can therefore open a half-filled file by its name, and what has been published is never
 * written again. When all files are there it is a {@link io.ossmc.model.ModelVersion},
 * which lives until it is retired and its last lease is closed.
 * <p>
 * <b>Places.</b> In a connector's directory: {@code staging/} (being filled),
 * {@code versions/<model>/<version>/} (published) and {@code models/<model>} (a link to
 * the current version). A directory that the user chose is a
 * {@link io.ossmc.model.StablePath}: a link to the current version, or where it may not
 * be one, a directory of links.
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
