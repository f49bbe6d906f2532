package io.ossmc.storm;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** A thread of the storm: one operation after the other until it is told to end. */
final class Rower {

	/**
	 * Longer than any operation may wait: time-outs of the connectors are at most two
	 * seconds, each may begin anew with progress, and the machine may be busy.
	 */
	private static final long STUCK = TimeUnit.SECONDS.toNanos(30);

	private final Scene scene;

	private final Random random;

	private final Thread thread;

	private volatile boolean ended;

	private volatile @Nullable Running running;

	Rower(Scene scene, int number) {
		this.scene = scene;
		this.random = scene.random();
		this.thread = new Thread(this::run, "rower-" + number) {
			@Override
			public void interrupt() {
				// Only whoever cancels something of its own may do that.
				if (Thread.currentThread() != this) {
					scene.verdict().failed("somebody", new IllegalStateException(getName() + " was interrupted"));
				}
				super.interrupt();
			}
		};
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void run() {
		while (!this.ended) {
			Operations.Operation operation = Operations.any(this.random);
			this.running = new Running(operation.name(), System.nanoTime());
			this.scene.verdict().count(operation.name());
			try {
				operation.action().run(this.scene, this.random);
			}
			catch (Throwable ex) {
				this.scene.verdict().thrown(operation.name(), ex);
			}
			this.running = null;
			// The JVM marks a thread as interrupted that is inside of memory which
			// another
			// one closes, before it throws there.
			Thread.interrupted();
		}
	}

	/** Whether its operation will not end; says so with the place where it is. */
	boolean isStuck() {
		Running now = this.running;
		boolean stuck = now != null && System.nanoTime() - now.since > STUCK;
		if (stuck) {
			StringBuilder stack = new StringBuilder();
			for (StackTraceElement element : this.thread.getStackTrace()) {
				stack.append("\n\tat ").append(element);
			}
			this.scene.verdict().wrong("stuck in: " + now.operation, this.thread + stack.toString());
		}
		return stuck;
	}

	/** Ends after its operation. */
	void end() {
		this.ended = true;
	}

	boolean hasEnded() {
		return !this.thread.isAlive();
	}

	/**
	 * What it is doing.
	 *
	 * @param operation its name
	 * @param since by {@link System#nanoTime()}
	 */
	private record Running(String operation, long since) {
	}

}
