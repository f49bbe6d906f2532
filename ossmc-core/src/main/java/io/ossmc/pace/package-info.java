/**
 * Who may send a request now, and how many at once: gates of hosts, standings of objects,
 * the search for the best number of connections. Nothing here knows what is sent.
 */
@NullMarked
package io.ossmc.pace;

import org.jspecify.annotations.NullMarked;
