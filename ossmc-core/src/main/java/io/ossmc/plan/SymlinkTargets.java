package io.ossmc.plan;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.ossmc.OssModelNotFoundException;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.oss.StorageClasses;
import io.ossmc.thread.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * What symlinks lead to. A listing has the size and ETag of the link itself, a GET brings
 * its target: only a HEAD describes that (OSS documentation, "GetSymlink" and
 * "HeadObject"). Several are asked for at the same time. Used once, by one thread.
 */
final class SymlinkTargets {

	private static final int AT_ONCE = 16;

	private final ObjectStore store;

	/** Each is replaced by its target's description; by one of the threads. */
	private final PlannedFile[] links;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private SymlinkTargets(List<PlannedFile> links, ObjectStore store) {
		this.links = links.toArray(PlannedFile[]::new);
		this.store = store;
	}

	/**
	 * Describes targets.
	 * @param links as they were listed
	 * @param store of their bucket
	 * @param threads where to ask; what is asked when the caller is interrupted ends with
	 * its request
	 * @return the same files with size, ETag and checksum of what they lead to
	 * @throws io.ossmc.OssModelException if one leads to nothing, or cannot be read
	 * @throws InterruptedException if the thread was interrupted
	 */
	static List<PlannedFile> of(List<PlannedFile> links, ObjectStore store, Executor threads)
			throws InterruptedException {
		return new SymlinkTargets(links, store).describe(threads);
	}

	private List<PlannedFile> describe(Executor threads) throws InterruptedException {
		try {
			CompletableFuture
				.allOf(Stream.generate(() -> CompletableFuture.runAsync(this::work, threads))
					.limit(Math.min(AT_ONCE, this.links.length))
					.toArray(CompletableFuture[]::new))
				.get();
		}
		catch (ExecutionException ex) {
			throw Waiting.rethrown(ex.getCause());
		}
		finally {
			// Nothing more is asked for, however this ended.
			this.next.set(this.links.length);
		}
		Throwable failed = this.failure.get();
		if (failed != null) {
			throw Waiting.rethrown(failed);
		}
		return Arrays.asList(this.links);
	}

	private void work() {
		for (int i = this.next.getAndIncrement(); i < this.links.length
				&& this.failure.get() == null; i = this.next.getAndIncrement()) {
			try {
				this.links[i] = target(this.links[i]);
			}
			catch (RuntimeException | Error ex) {
				this.failure.compareAndSet(null, ex);
			}
		}
	}

	private PlannedFile target(PlannedFile link) {
		ObjectInfo target;
		try {
			target = this.store.describe(link.object().uri());
		}
		catch (OssModelNotFoundException ex) {
			throw new OssModelNotFoundException("The symlink " + link + " leads to nothing.",
					"Put its target there, remove it, or exclude it from the model.", ex);
		}
		StorageClasses.requireReadable(link.object().uri().toString(), target.storageClass(), target.restored());
		return new PlannedFile(link.name(),
				new ObjectVersion(link.object().uri(), target.object().etag(), target.object().size()), target.crc64());
	}

}
