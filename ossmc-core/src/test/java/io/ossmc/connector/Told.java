package io.ossmc.connector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;

/** What a listener was told. */
final class Told implements OssModelListener {

	final List<String> states = new CopyOnWriteArrayList<>();

	final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void stateChanged(String model, ModelState from, ModelState to) {
		this.states.add(model + " " + to);
	}

	@Override
	public void evicted(String model, EvictionCause cause, long bytes) {
		this.events.add(model + " " + cause + " " + bytes);
	}

	@Override
	public void refreshed(String model, String from, String to) {
		this.events.add(model + " refreshed");
	}

	@Override
	public void refreshFailed(String model, String version, OssModelException error) {
		this.events.add(model + " stays: " + error.problem());
	}

}
