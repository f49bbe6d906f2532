/** The embedded emulator as a source of models. */
@NullMarked
package io.ossmc.autoconfigure.emulator;

import org.jspecify.annotations.NullMarked;
