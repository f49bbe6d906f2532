/** The range client against servers that follow a script, byte by byte. */
@NullMarked
package io.ossmc.http;

import org.jspecify.annotations.NullMarked;
