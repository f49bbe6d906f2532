/**
 * The directory in which memory has names: whose it is, what may be removed, what a dead
 * owner left.
 * <p>
 * <b>Whose files.</b> Each connector claims a directory of the root and holds a lock on a
 * marker in it ({@link io.ossmc.root.Owner}). It is an open file description lock: it
 * excludes a second context of the same JVM, and it ends with the process, however that
 * ends. The directory is locked before it is seen under its name, and hidden again before
 * it is emptied, marker last; so whoever can take the lock may remove the directory, and
 * two that start at once cannot remove each other's. Complete files on the
 * {@link io.ossmc.root.Shelf} of a dead owner pass to the one who starts next, each with
 * its note by one rename.
 * <p>
 * <b>What may be removed.</b> A root may be one that others write. Names prove nothing:
 * only what this user owns is removed, below a directory that is this user's with a
 * marker that is, all of it asked of open directories ({@code Folder}), without following
 * a link. One class deletes trees ({@link io.ossmc.root.FileTrees}).
 * <p>
 * <b>How large.</b> Without a configured limit the budget is taken from what the
 * container may use ({@link io.ossmc.root.ContainerMemory}), the heap and the root's file
 * system ({@link io.ossmc.root.DefaultBudget}).
 */
@NullMarked
package io.ossmc.root;

import org.jspecify.annotations.NullMarked;
