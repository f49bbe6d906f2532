package io.ossmc.version;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.ModelLease;
import io.ossmc.thread.Leaks;

/**
 * What a user holds. Nothing of ours refers to it, so that it can be noticed when it is
 * lost.
 */
public final class WatchedLease implements ModelLease {

	private final VersionLease lease;

	private final Leaks.Watch watch;

	public WatchedLease(VersionLease lease, String model, Leaks leaks) {
		this.lease = lease;
		this.watch = leaks.watch(this, "A lease of model " + model, lease::isOpen);
	}

	@Override
	public Path path() {
		return this.lease.path();
	}

	@Override
	public Path path(String file) {
		return this.lease.path(file);
	}

	@Override
	public MemorySegment segment(String file) {
		return this.lease.segment(file);
	}

	@Override
	public List<String> files() {
		return this.lease.files();
	}

	@Override
	public String version() {
		return this.lease.version();
	}

	@Override
	public void close() {
		this.lease.close();
		this.watch.end();
	}

}
