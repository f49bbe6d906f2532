/**
 * What is asked of the operating system: calls, limits, files, and why it refuses.
 * <p>
 * <b>Why something failed</b> is told by numbers of our own calls, by types of exceptions
 * and by the state after the failure ({@code Refusal}); never by a text.
 * <p>
 * <b>Native calls</b> (mmap, madvise, fallocate, fcntl) are made on 64-bit Linux where
 * native access is allowed, and only here. Everything works without them: private memory
 * comes from an arena, huge pages are not reserved, and locks and mappings are those of
 * {@link java.nio.channels.FileChannel}. An interrupt closes such a channel, so that
 * files are mapped on a thread that nobody interrupts ({@code Mapping}).
 */
@NullMarked
package io.ossmc.system;

import org.jspecify.annotations.NullMarked;
