/** Sentences with a remedy for what stops the start. */
@NullMarked
package io.ossmc.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
