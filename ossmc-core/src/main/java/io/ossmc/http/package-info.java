/**
 * Our HTTP client, with two faces over the same connections: the range client of the data
 * plane ({@link io.ossmc.http.RangeClient}), one presigned GET of one range, its body
 * read straight into the caller's memory; and the client of whole replies
 * ({@link io.ossmc.http.RequestClient}) for the control plane. It knows nothing of parts,
 * retries or signatures.
 * <p>
 * A small HTTP client is worth having only if it is stricter than a large one. These are
 * its rules; each has a test.
 * <ul>
 * <li><b>What is sent</b> ({@link io.ossmc.http.RequestHead}): {@code Range},
 * {@code If-Match}, {@code Accept-Encoding: identity}, {@code Host}, {@code User-Agent}
 * and nothing else. OSS includes every {@code x-oss-*} header and {@code Content-Type} in
 * the signature, so one more header would make the presigned URL invalid.</li>
 * <li><b>Whole replies</b> ({@link io.ossmc.http.FramedBody}): framed by a length, by
 * chunks or by the end of the connection; both framings at once, and any coding that was
 * not asked for, are refused. All of a request has one time-out
 * ({@link io.ossmc.http.Abort}), however many bytes come.</li>
 * <li><b>Forward proxies</b> ({@link io.ossmc.http.ForwardProxy}): asked in absolute form
 * for http, with what a cache must know to share among signatures; for a tunnel
 * ({@link io.ossmc.http.Tunnel}) to https, whose requests are as if there were none. Its
 * own 200 is a range if the headers say so, its own refusals are told from those of OSS
 * by the request id that OSS always sends, and whatever goes wrong on the way names
 * it.</li>
 * <li><b>What is accepted</b> ({@link io.ossmc.http.RangeRules}): HTTP/1.1 206 with the
 * very range, length and ETag that were asked, in whatever encoding they are stored. A
 * 200, a chunked body or another range is a typed error before the first byte reaches the
 * sink, and the connection is closed: what cannot be framed cannot be skipped.</li>
 * <li><b>Heads</b> ({@link io.ossmc.http.ResponseHead}) are at most 32 KiB, lines end in
 * CRLF, folded or duplicated framing headers are refused. Interim 1xx replies are
 * skipped, redirects are never followed: where one points becomes the error's hint.</li>
 * <li><b>Body bytes</b> that came with the head are copied, at most 4 KiB; every further
 * read is offered the whole rest of the sink's buffer. Reads of 64 KiB cost twice the
 * processor time, and {@code SO_RCVBUF} is left to the kernel, which tunes it.</li>
 * <li><b>Reuse</b> ({@link io.ossmc.http.ConnectionPool}): a connection returns to the
 * pool only when its reply was consumed exactly, and leaves it only if nothing has come
 * since, which would be taken for the next reply; the bodies of errors are read up to 64
 * KiB for that. A server may close an idle connection at any moment: when a reused one
 * ends before the first byte of its reply, the request goes out again at once on a fresh
 * one and the caller does not see it.</li>
 * <li><b>Addresses</b> ({@link io.ossmc.http.AddressBook}): connections go round all
 * addresses of the name; one that cannot be connected to rests for 30 s.</li>
 * <li><b>Time</b> ({@link io.ossmc.http.Watchdog}): a blocking {@code SocketChannel} has
 * no read timeout, so one daemon thread closes channels whose reader has waited longer
 * than the stall timeout. A handshake has one stall timeout in all, and so has a head
 * with the body of its error, however the bytes come.</li>
 * <li><b>TLS</b> ({@link io.ossmc.http.TlsTransport}): host names are verified, SNI is
 * sent for names and not for addresses, and a stream that ends early is truncated,
 * whether or not a {@code close_notify} came. Records are decrypted into the destination;
 * one that is larger than its rest spills into a tail.</li>
 * <li><b>Secrets</b>: no message, {@code toString} or log contains the query of a URL,
 * and of an error's XML only code, message, request id, EC and endpoint are kept, as
 * {@link io.ossmc.text.ServerText} shows what others chose.</li>
 * </ul>
 */
@NullMarked
package io.ossmc.http;

import org.jspecify.annotations.NullMarked;
