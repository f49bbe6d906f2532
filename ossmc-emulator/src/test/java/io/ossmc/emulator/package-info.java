/**
 * The emulator's tests: with the real SDK where it speaks the protocol, with raw sockets
 * where it would hide it.
 */
@NullMarked
package io.ossmc.emulator;

import org.jspecify.annotations.NullMarked;
