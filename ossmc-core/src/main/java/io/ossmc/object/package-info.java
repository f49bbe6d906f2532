/**
 * Single objects, opened for reading while they arrive.
 * <p>
 * An {@link io.ossmc.object.OpenObject} has a place in the queue for memory from the
 * moment it is opened; its region and transfer exist once it was admitted. Readers first
 * wait for admission, then for the part that they need.
 */
@NullMarked
package io.ossmc.object;

import org.jspecify.annotations.NullMarked;
