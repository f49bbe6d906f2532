/**
 * What users build from a version: the object, its uses, and how it is replaced.
 * <p>
 * A {@link io.ossmc.loaded.Loaded} is the handle that lives as long as the user keeps it.
 * It has at most one object at a time ({@link io.ossmc.loaded.LoadedInstance}), built by
 * the user's loader on a thread of its own when the model is ready, again after it was
 * given up, and from a new version beside the old one. The object stands on a lease,
 * which counts its uses: whoever leaves last after it was given up closes the object,
 * then the lease. Loaders and closers are foreign code: what they throw or hang in is
 * theirs ({@link io.ossmc.loaded.ObjectBuilder}, {@link io.ossmc.loaded.Closers}).
 */
@NullMarked
package io.ossmc.loaded;

import org.jspecify.annotations.NullMarked;
