/** Defaults that keep signatures out of logs. */
@NullMarked
package io.ossmc.autoconfigure.logging;

import org.jspecify.annotations.NullMarked;
