package io.ossmc.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.transfer.Transfer.Verdict;

/**
 * Puts complete files where they stay, each on the thread that fetched its last byte: so
 * many files are not left to one thread after the bytes. Files settle under the read
 * lock, and whoever gives them up takes the write lock first: afterwards none settles,
 * and all that has settled is seen. Thread-safe.
 */
public final class Settling {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean over;

	/**
	 * Settles a file.
	 * @param file complete, its last writer has left
	 * @param verdict on its bytes
	 * @return the verdict
	 * @throws OssModelException if it cannot, or the files are being given up
	 * @throws UncheckedIOException if there is no place for it
	 */
	public Verdict settle(StoredFile file, Verdict verdict) {
		this.lock.readLock().lock();
		try {
			if (this.over) {
				throw new OssModelTransferException(file.object() + " is not needed any more.",
						"Ask for the model again.");
			}
			file.settle(verdict);
			return verdict;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/** Nothing settles any more when this returns. */
	public void end() {
		this.lock.writeLock().lock();
		this.over = true;
		this.lock.writeLock().unlock();
	}

}
