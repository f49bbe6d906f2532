package io.ossmc.sample.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.ossmc.autoconfigure.event.OssmcModelEvent;
import io.ossmc.autoconfigure.event.OssmcModelEvictedEvent;
import io.ossmc.autoconfigure.event.OssmcModelFailedEvent;
import io.ossmc.autoconfigure.event.OssmcModelLoadFailedEvent;
import io.ossmc.autoconfigure.event.OssmcModelLoadedEvent;
import io.ossmc.autoconfigure.event.OssmcModelReadyEvent;
import io.ossmc.autoconfigure.event.OssmcModelRefreshFailedEvent;
import io.ossmc.autoconfigure.event.OssmcModelRefreshedEvent;
import io.ossmc.sample.gateway.Messages.Happening;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The last things that happened to models, kept for whoever opens the page later. */
@Component
class Happenings {

	private static final int REMEMBERED = 50;

	private final Clock clock = Clock.systemUTC();

	private final Deque<Happening> latest = new ArrayDeque<>();

	private long number;

	@EventListener
	void on(OssmcModelEvent event) {
		switch (event) {
			case OssmcModelReadyEvent ready ->
				add(ready.model(), "READY", ready.bytes(), ready.duration().toMillis(), null);
			case OssmcModelFailedEvent failed ->
				add(failed.model(), "FAILED", 0, failed.duration().toMillis(), failed.error().problem());
			case OssmcModelEvictedEvent evicted ->
				add(evicted.model(), "EVICTED", evicted.bytes(), 0, evicted.cause().name());
			case OssmcModelRefreshedEvent refreshed -> add(refreshed.model(), "REFRESHED", 0, 0, refreshed.to());
			case OssmcModelRefreshFailedEvent failed ->
				add(failed.model(), "REFRESH_FAILED", 0, 0, failed.error().problem());
			case OssmcModelLoadedEvent _ -> {
				// Soon after it was fetched, which is told.
			}
			case OssmcModelLoadFailedEvent failed ->
				add(failed.model(), "LOAD_FAILED", 0, failed.duration().toMillis(), failed.error().problem());
		}
	}

	private synchronized void add(String model, String kind, long bytes, long millis, @Nullable String detail) {
		this.latest.addFirst(
				new Happening(++this.number, Instant.now(this.clock).toString(), model, kind, bytes, millis, detail));
		if (this.latest.size() > REMEMBERED) {
			this.latest.removeLast();
		}
	}

	/** The latest first. */
	synchronized List<Happening> latest() {
		return List.copyOf(this.latest);
	}

}
