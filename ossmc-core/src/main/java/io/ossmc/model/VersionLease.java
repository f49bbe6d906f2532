package io.ossmc.model;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ossmc.ModelLease;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.region.RegionLease;
import io.ossmc.region.SharedRegion;

/**
 * Holds a version; its views of the files are leases of their regions and end with it. It
 * is in use from the beginning, until it is closed or {@linkplain #rest() rests}.
 * Thread-safe.
 */
final class VersionLease implements ModelLease {

	private final ModelVersion version;

	private final boolean revocable;

	private final Map<String, RegionLease> views = new HashMap<>();

	private boolean inUse = true;

	private boolean closed;

	VersionLease(ModelVersion version, boolean revocable) {
		this.version = version;
		this.revocable = revocable;
	}

	ModelVersion held() {
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
		HeldFile held = this.version.files().get(file);
		if (held == null) {
			throw new OssModelNotFoundException(
					"There is no file \"" + file + "\" in " + this.version.plan().uri() + ".",
					"It has " + String.join(", ", files().stream().limit(20).toList()) + ".");
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

	/**
	 * Goes on to hold the memory, but is not a use of it any more: the version may become
	 * idle and be given up, which closes the lease.
	 */
	void rest() {
		synchronized (this) {
			if (!this.inUse) {
				return;
			}
			this.inUse = false;
		}
		this.version.idleness().leave();
	}

	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.views.values().forEach(RegionLease::close);
			this.views.clear();
		}
		this.version.closed(this);
		rest();
	}

}
