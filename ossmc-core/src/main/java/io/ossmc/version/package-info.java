/**
 * One content of a model in memory: its files, who uses it, and how it goes.
 * <p>
 * <b>Version.</b> What a {@linkplain io.ossmc.plan.VersionPlan plan} names, complete and
 * published, is a {@link io.ossmc.version.ModelVersion}. It lives until it is retired and
 * its last lease is closed. What somebody else wrote beside its files is charged with it
 * ({@link io.ossmc.version.AddedFiles}).
 * <p>
 * <b>Files.</b> An object (its URI, ETag and size) is in memory once: a
 * {@link io.ossmc.version.StoredFile} is counted by the versions that have a name for it,
 * and goes, with its share of the budget, when the last one lets it go. A version that
 * has to go says so before it does: whoever waits for room counts on a file when nobody
 * keeps it any more, and no longer when somebody takes it in between. Who needs an object
 * that another is just fetching counts on that fetch, and begins again if it fails. Who
 * waits for memory may hold files meanwhile, but only one at a time does, so that no two
 * wait for what the other holds. What a dead connector left complete is charged from the
 * start on, is the first to go when room is needed, and is compared with its noted
 * checksum when somebody asks for it. A connector that is closed with
 * {@code keep-on-close} leaves the same: what is complete and verified moves to an
 * {@link io.ossmc.root.Estate}, a directory like that of a dead connector, when its last
 * version lets it go.
 * <p>
 * <b>Use.</b> Who is in the version of a model that is READY is counted by its
 * {@link io.ossmc.version.Idleness}: leases, uses of loaded objects (not the objects
 * themselves, which only hold memory), a refresh that is fetching, and the connector
 * while it pins the model (the last two by {@link io.ossmc.version.OwnUse}). With the
 * last one gone the version is one of {@link io.ossmc.budget.IdleEntries}. It leaves them
 * in one of two ways, of which exactly one wins: somebody comes, or it is given up; who
 * comes too late waits until the model is ABSENT and has it fetched again. Giving it up
 * closes the loaded objects, then their leases, then frees the memory.
 */
@NullMarked
package io.ossmc.version;

import org.jspecify.annotations.NullMarked;
