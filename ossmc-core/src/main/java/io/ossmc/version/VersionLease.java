package io.ossmc.version;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.ossmc.ModelLease;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.memory.RegionLease;
import io.ossmc.memory.SharedRegion;
import io.ossmc.text.ServerText;

/**
 * Holds a version; its views of the files are leases of their regions and end with it. It
 * is in use once from the beginning. A lease that an object stands on is in use as often
 * as that object; while it is not, it rests: it goes on to hold the memory, but the
 * version may become idle and be given up, which closes the lease. Thread-safe.
 */
public final class VersionLease implements ModelLease {

	private final ModelVersion version;

	private final boolean revocable;

	private final Map<String, RegionLease> views = new HashMap<>();

	// Guarded by this.

	private int uses = 1;

	private boolean ending;

	private boolean closed;

	VersionLease(ModelVersion version, boolean revocable) {
		this.version = version;
		this.revocable = revocable;
	}

	public ModelVersion held() {
		return this.version;
	}

	boolean revocable() {
		return this.revocable;
	}

	@Override
	public Path path() {
		requireOpen();
		return this.version.directory();
	}

	@Override
	public Path path(String file) {
		region(file);
		return this.version.directory().resolve(file);
	}

	@Override
	public synchronized MemorySegment segment(String file) {
		SharedRegion region = region(file);
		return this.views.computeIfAbsent(file, (_) -> region.lease()).segment();
	}

	@Override
	public List<String> files() {
		return this.version.plan().names();
	}

	@Override
	public String version() {
		return this.version.plan().version();
	}

	private SharedRegion region(String file) {
		requireOpen();
		StoredFile held = this.version.files().get(file);
		if (held == null) {
			throw new OssModelNotFoundException(
					"There is no file \"" + ServerText.shown(file) + "\" in " + this.version.plan() + ".",
					"It has " + files().stream().limit(20).map(ServerText::shown).collect(Collectors.joining(", "))
							+ ".");
		}
		return held.region();
	}

	synchronized boolean isOpen() {
		return !this.closed;
	}

	private void requireOpen() {
		if (!isOpen()) {
			throw new IllegalStateException("the lease is closed");
		}
	}

	synchronized int uses() {
		return this.uses;
	}

	/**
	 * Counts a use in.
	 * @return false if this lease ends, or its version is being given up
	 */
	public synchronized boolean enter() {
		if (this.ending || (this.uses == 0 && !this.version.idleness().enter())) {
			return false;
		}
		this.uses++;
		return true;
	}

	/**
	 * Counts a use out. After {@link #end()} the last one stays counted, so that the
	 * version is in use until the lease is closed.
	 * @return true if the caller has to close the lease now
	 */
	public synchronized boolean leave() {
		if (this.uses > 1) {
			this.uses--;
			return false;
		}
		if (this.ending) {
			return true;
		}
		this.uses = 0;
		this.version.idleness().leave();
		return false;
	}

	/**
	 * Lets no use in any more. To be called once.
	 * @return true if the caller has to close the lease now; false if the last one who
	 * leaves will
	 */
	public synchronized boolean end() {
		this.ending = true;
		return this.uses == 0;
	}

	@Override
	public void close() {
		boolean used;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.ending = true;
			used = this.uses > 0;
			this.uses = 0;
			this.views.values().forEach(RegionLease::close);
			this.views.clear();
		}
		this.version.closed(this, used);
	}

}
