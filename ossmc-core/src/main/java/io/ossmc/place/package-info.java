/**
 * Where a model's files have names: the stable path that shows its current version.
 * <p>
 * <b>Places.</b> In a connector's directory: {@code staging/} (being filled),
 * {@code files/<any>/} (the one name of each complete file that is no version's, and a
 * note of what it is), {@code versions/<model>/<version>/} (hard links to these) and
 * {@code models/<model>} (a link to the current version). A directory that the user chose
 * is a {@link io.ossmc.place.StablePath}: a link to the current version, or where it may
 * not be one, a directory of links. While there is no version it shows {@code
 * absent/<model>/}, which is empty, so that it stays ours as long as the model is
 * registered.
 */
@NullMarked
package io.ossmc.place;

import org.jspecify.annotations.NullMarked;
