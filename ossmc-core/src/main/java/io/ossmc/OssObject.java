package io.ossmc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.CompletableFuture;

/**
 * One object, arriving in private off-heap memory. Streams, channels and {@link #read}
 * deliver bytes as they arrive, checked by ETag and length; the CRC-64 verdict comes at
 * the end, and on a mismatch the read that would return the end of the object and every
 * later one throws {@link OssModelIntegrityException}. {@link #segment()} and
 * {@link #byteBuffer()} wait for the verdict. Closing it makes all views throw
 * {@link IllegalStateException}.
 * <p>
 * Any number of objects may be open, whatever the memory budget. Opening takes a place in
 * the queue for memory and never waits; what waits is reading, for at most the admission
 * timeout, and then throws {@link OssModelCapacityException} saying who holds what. An
 * object of which there is no view makes room for others between two reads, first those
 * that nobody has read yet; the next read fetches it again, the same version of it (or
 * throws {@link OssModelChangedException}). {@link #segment()} and {@link #byteBuffer()}
 * keep it in memory until {@link #close()}.
 * <p>
 * When a fetch fails, or the connector is stopped, those who wait are told; the next read
 * begins another fetch, unless bytes were handed out before: then nobody can say any more
 * whether they were right, every later read throws, and the object has to be opened
 * again.
 */
public interface OssObject extends AutoCloseable {

	/**
	 * The URI it was opened with.
	 * @return {@code oss://bucket/key}
	 */
	String uri();

	/**
	 * Its size.
	 * @return bytes
	 */
	long size();

	/**
	 * The ETag that every byte belongs to.
	 * @return without quotes
	 */
	String etag();

	/**
	 * Reads from the beginning, waiting for bytes as needed.
	 * @return a stream of its own position; not thread-safe itself
	 */
	InputStream newInputStream();

	/**
	 * Reads at any position; seeking moves the parts needed to the front of the queue.
	 * @return a read-only channel of its own position
	 */
	SeekableByteChannel newByteChannel();

	/**
	 * Reads at a position without moving anything else. Waits for at least one byte.
	 * @param position from the start, bytes
	 * @param buffer where to
	 * @return bytes read, at least 1, or -1 at the end
	 * @throws IOException never by itself: errors are {@link OssModelException}s
	 */
	int read(long position, ByteBuffer buffer) throws IOException;

	/**
	 * The whole object, after its verdict.
	 * @return a read-only segment, valid until {@link #close()}
	 */
	MemorySegment segment();

	/**
	 * A part of the object, after the verdict on the whole.
	 * @param position from the start, bytes
	 * @param length bytes
	 * @return a read-only segment, valid until {@link #close()}
	 */
	MemorySegment segment(long position, long length);

	/**
	 * The whole object as a direct read-only buffer, after its verdict.
	 * @return the buffer, valid until {@link #close()}
	 * @throws IllegalArgumentException if the object is larger than 2 GiB − 1; use
	 * {@link #segment(long, long)}
	 */
	ByteBuffer byteBuffer();

	/**
	 * How far it is.
	 * @return a snapshot
	 */
	ObjectProgress progress();

	/**
	 * Waits for the verdict without blocking.
	 * @return completes with this object once it is complete and verified, or
	 * exceptionally; on a thread where what follows may wait. It may have to make room
	 * for others after that
	 */
	CompletableFuture<OssObject> whenReady();

	/** Stops the fetch, frees the memory, makes views throw. Idempotent, never throws. */
	@Override
	void close();

}
