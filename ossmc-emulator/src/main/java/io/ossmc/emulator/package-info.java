/**
 * An OSS-protocol server for tests and laptops.
 * <p>
 * The way of a request: the {@code Listener} accepts a {@code Connection}, which answers
 * one request at a time. Each is an {@code Exchange}: the head becomes a
 * {@link io.ossmc.emulator.Request}; the {@link io.ossmc.emulator.RequestHook} says what
 * shall go wrong; the {@code Authenticator} checks which of four ways it is signed in and
 * whether the secret agrees; {@code Operations} find the {@code Answer} on a worker
 * thread, since that may read a disk; and the {@code Reply} sends it, its body through a
 * {@code BodyWriter} piece by piece. A hook may also make a
 * {@link io.ossmc.emulator.Script} of the reply, which the {@code ScriptWriter} plays
 * past the encoder; on scripts stands the catalogue of faults in
 * {@link io.ossmc.emulator.fault}.
 * <p>
 * What keeps it honest:
 * <ul>
 * <li>A {@code StoredObject} is one immutable version. A reply holds the version it began
 * with: bytes in memory are never changed, a file is held open and was checked to be the
 * version announced. A mixture of two versions cannot be sent.</li>
 * <li>Everything a connection owns is touched by its event loop only; what connections
 * share ({@code Settings}, {@code Traffic}, {@code KeyRing}, buckets) is thread-safe by
 * itself.</li>
 * <li>At most four pieces of a body wait in the process, so that a client's slowness
 * costs no memory. Rate limits are asked before a piece is made, and an event loop never
 * sleeps.</li>
 * <li>Errors are OSS's own XML with its codes; what the emulator cannot do is
 * {@code NotImplemented}, never a plausible wrong answer; a defect of its own is a 500
 * and a logged stack trace.</li>
 * </ul>
 * The content of synthetic objects and the reason why the CRC of 136 GB takes
 * microseconds are explained at {@code Xorshift}.
 */
@NullMarked
package io.ossmc.emulator;

import org.jspecify.annotations.NullMarked;
