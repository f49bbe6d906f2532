package io.ossmc.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.ossmc.OssModelException;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.OssModelTransferException;
import io.ossmc.checksum.Crc64;
import io.ossmc.memory.FileChecksum;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files that an earlier process left and compares them with the checksums it noted.
 * A few threads share the pieces of all files. Thread-safe.
 */
final class Verification implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private static final long PIECE = 64L << 20;

	private final ThreadPoolExecutor threads;

	private volatile boolean closed;

	Verification() {
		this(Thread.ofPlatform().daemon().name("ossmc-verify-", 0).factory());
	}

	Verification(ThreadFactory factory) {
		int count = Math.min(4, Runtime.getRuntime().availableProcessors());
		this.threads = new ThreadPoolExecutor(count, count, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Looks at a file; it will be {@linkplain StoredFile#complete() complete} or fail.
	 * @param held has its region
	 * @param crc64 what its bytes should have
	 */
	void begin(StoredFile held, long crc64) {
		Path file = held.region().path();
		long size = held.object().size();
		List<CompletableFuture<Long>> pieces = new ArrayList<>();
		try {
			for (long position = 0; position < size; position += PIECE) {
				long from = position;
				long length = Math.min(PIECE, size - position);
				pieces.add(CompletableFuture.supplyAsync(() -> checksum(file, from, length), this::execute));
			}
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			held.fail(stopped(held, ex));
			return;
		}
		CompletableFuture.allOf(pieces.toArray(CompletableFuture[]::new))
			.whenComplete((_, error) -> conclude(held, pieces, crc64, error));
	}

	/** A thread that cannot be started is no matter as long as there is another one. */
	private void execute(Runnable piece) {
		try {
			this.threads.execute(piece);
		}
		catch (OutOfMemoryError ex) {
			this.threads.getQueue().add(piece);
			if (this.threads.getPoolSize() == 0 && this.threads.remove(piece)) {
				throw ex;
			}
		}
	}

	/** Whatever happens, those who wait are told. */
	private void conclude(StoredFile held, List<CompletableFuture<Long>> pieces, long crc64,
			@Nullable Throwable error) {
		try {
			judge(held, pieces, crc64, error);
		}
		catch (RuntimeException | Error ex) {
			held.fail(stopped(held, ex));
		}
	}

	private void judge(StoredFile held, List<CompletableFuture<Long>> pieces, long expected,
			@Nullable Throwable error) {
		if (this.closed) {
			held.fail(stopped(held, error));
			return;
		}
		long crc = 0;
		if (error == null) {
			for (int i = 0; i < pieces.size(); i++) {
				crc = Crc64.combine(crc, pieces.get(i).join(), Math.min(PIECE, held.object().size() - i * PIECE));
			}
			if (crc == expected) {
				held.proven();
				return;
			}
		}
		log.warn("What an earlier process left of {} is not what it had fetched{}; it is removed and fetched again",
				held.object(), (error != null) ? " (" + error.getMessage() + ")" : "");
		held.fail(new OssModelIntegrityException(
				"What an earlier process left of " + held.object() + " is not what it had fetched.",
				"It is removed and fetched again."));
	}

	private static OssModelException stopped(StoredFile held, @Nullable Throwable cause) {
		return new OssModelTransferException(
				"Looking at what an earlier process left of " + held.object() + " was stopped.",
				"It is fetched again if it is asked for.", cause);
	}

	private long checksum(Path file, long from, long length) {
		try {
			return FileChecksum.of(file, from, length, () -> this.closed);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Soon nothing is looked at any more. */
	@Override
	public void close() {
		this.closed = true;
		this.threads.shutdown();
	}

}
