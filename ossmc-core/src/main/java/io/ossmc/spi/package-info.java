/** The listener to which meters, events, observations and logs attach. */
@NullMarked
package io.ossmc.spi;

import org.jspecify.annotations.NullMarked;
