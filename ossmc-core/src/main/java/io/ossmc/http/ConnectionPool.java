package io.ossmc.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * All wires that are open, and the idle connections among them, last in first out: the
 * warmest window is used and the others may time out. Every request of everybody passes
 * here, so that wires that are given back are not closed under the lock: the system may
 * take its time.
 */
final class ConnectionPool {

	private final HttpSettings settings;

	private final Set<Wire> wires = new HashSet<>();

	private final Map<Origin, Deque<HttpConnection>> idle = new HashMap<>();

	/**
	 * Moves with every abort, so that a request from before cannot open a wire after it.
	 */
	private long epoch;

	private boolean closed;

	ConnectionPool(HttpSettings settings) {
		this.settings = settings;
	}

	synchronized long epoch() {
		return this.epoch;
	}

	synchronized int size() {
		return this.wires.size();
	}

	/** Takes a wire in before it connects, so that it can be cut while it does. */
	synchronized void register(Wire wire, long requestEpoch) throws HttpFailure.Aborted {
		if (this.closed || requestEpoch != this.epoch) {
			wire.close();
			throw new HttpFailure.Aborted();
		}
		this.wires.add(wire);
	}

	synchronized @Nullable HttpConnection takeIdle(Origin origin) throws HttpFailure.Aborted {
		if (this.closed) {
			throw new HttpFailure.Aborted();
		}
		Deque<HttpConnection> connections = this.idle.get(origin);
		return (connections != null) ? connections.pollFirst() : null;
	}

	/** Keeps a connection whose reply was consumed exactly. */
	void release(HttpConnection connection) {
		if (!keep(connection)) {
			discard(connection.wire());
		}
	}

	private synchronized boolean keep(HttpConnection connection) {
		Deque<HttpConnection> connections = this.idle.computeIfAbsent(connection.origin(),
				(origin) -> new ArrayDeque<>());
		if (connection.wire().cut() != null || connections.size() >= this.settings.maxIdlePerHost()) {
			return false;
		}
		connection.becomeIdle(this.settings.nanoTime().getAsLong());
		connections.addFirst(connection);
		return true;
	}

	/** Closes a wire, which counts until then. */
	void discard(Wire wire) {
		wire.close();
		synchronized (this) {
			this.wires.remove(wire);
		}
	}

	/** Cuts what has stalled and closes what has been idle for too long. */
	void sweep() {
		long now = this.settings.nanoTime().getAsLong();
		cutStalled(now);
		takeIdleTooLong(now).forEach((connection) -> discard(connection.wire()));
	}

	/** Under the lock, so that it is not another request's meanwhile. */
	private synchronized void cutStalled(long now) {
		long stallNanos = Nanos.of(this.settings.stallTimeout());
		this.wires.stream()
			.filter((wire) -> wire.stalled(now, stallNanos))
			.forEach((wire) -> wire.cut(Wire.Cut.STALLED));
	}

	private synchronized List<HttpConnection> takeIdleTooLong(long now) {
		long idleNanos = Nanos.of(this.settings.idleTimeout());
		List<HttpConnection> old = new ArrayList<>();
		for (Deque<HttpConnection> connections : this.idle.values()) {
			connections.removeIf((connection) -> connection.idleFor(now, idleNanos) && old.add(connection));
		}
		this.idle.values().removeIf(Deque::isEmpty);
		return old;
	}

	/** Cuts every wire, in use or not. Those in use leave when their owner notices. */
	synchronized void abortAll() {
		this.epoch++;
		this.idle.values().forEach((connections) -> connections.forEach((connection) -> discard(connection.wire())));
		this.idle.clear();
		this.wires.forEach((wire) -> wire.cut(Wire.Cut.ABORTED));
	}

	synchronized void close() {
		this.closed = true;
		abortAll();
	}

}
