package io.ossmc.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ossmc.ConnectorStats;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.connector.RemoteOss;
import org.slf4j.LoggerFactory;

/**
 * The JVM of a storm. After the storm it asks for calm, and then every model must come,
 * every byte of memory go, and after the end nothing be left.
 */
final class StormProgram {

	private static final int THREADS = 64;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Scene scene;

	private final Watch watch;

	private final Leftovers leftovers;

	private StormProgram(Scene scene, Watch watch, Leftovers leftovers) {
		this.scene = scene;
		this.watch = watch;
		this.leftovers = leftovers;
	}

	/**
	 * Prints {@code WRONG …} for whatever is, {@code CALM?} when OSS should stop to fail,
	 * upon which it waits for a line, and at the end {@code END}.
	 * @param arguments endpoint, region, directory, whether alone on its file system,
	 * budget, seconds, seed
	 */
	public static void main(String[] arguments) throws Exception {
		for (String logger : List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "io.ossmc")) {
			((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.ERROR);
		}
		Path directory = Path.of(arguments[2]);
		Leftovers leftovers = new Leftovers(directory);
		Scene scene = new Scene(new RemoteOss(arguments[0], arguments[1]), directory, Long.parseLong(arguments[4]),
				Long.parseLong(arguments[6]));
		Thread
			.setDefaultUncaughtExceptionHandler((thread, error) -> scene.verdict().failed("a thread that died", error));
		StormProgram program = new StormProgram(scene, new Watch(scene, directory, Boolean.parseBoolean(arguments[3])),
				leftovers);
		try {
			scene.slots().forEach(Slot::open);
			program.run(Long.parseLong(arguments[5]));
		}
		catch (Throwable ex) {
			scene.verdict().failed("what should never fail", ex);
		}
		scene.verdict().print();
		System.out.println("END most pages " + program.watch.most());
		System.exit(0);
	}

	private void run(long seconds) throws Exception {
		storm(seconds, () -> {
		});
		System.out.println("CALM?");
		System.in.read();
		recovers();
		storm(2, () -> this.scene.slots().forEach(Slot::close));
		this.scene.closeShared();
		if (this.scene.built().get() != 0) {
			this.scene.verdict().wrong("loaded objects that nobody closed", this.scene.built().toString());
		}
		this.leftovers.find().forEach((left) -> this.scene.verdict().wrong("left", left));
	}

	/** Lets all threads do anything; in the middle something happens to them. */
	private void storm(long seconds, Runnable event) throws IOException {
		List<Rower> rowers = IntStream.range(0, THREADS).mapToObj((number) -> new Rower(this.scene, number)).toList();
		watchUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) / 2);
		event.run();
		watchUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) / 2);
		rowers.forEach(Rower::end);
		while (!rowers.stream().allMatch((rower) -> rower.hasEnded() || rower.isStuck())) {
			this.watch.look();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	private void watchUntil(long end) throws IOException {
		while (System.nanoTime() - end < 0) {
			this.watch.look();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	/** Each model can be had, and then all memory comes back. */
	private void recovers() throws Exception {
		this.scene.closeShared();
		for (Slot slot : this.scene.slots()) {
			OssModelConnector connector = slot.connector();
			for (OssModel model : connector.models()) {
				comes(connector, model);
			}
			long start = System.nanoTime();
			while (holdsMemory(connector) && System.nanoTime() - start < PATIENCE.toNanos()) {
				connector.models().forEach(OssModel::evict);
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
			if (holdsMemory(connector)) {
				this.scene.verdict().wrong("memory that is never given up", connector.stats().cache().toString());
			}
		}
	}

	private void comes(OssModelConnector connector, OssModel model) {
		connector.models().stream().filter((other) -> other != model).forEach(OssModel::evict);
		try {
			model.await(PATIENCE).lease().close();
		}
		catch (RuntimeException ex) {
			this.scene.verdict().wrong("a model that never comes", ex + " of " + model.progress());
		}
	}

	private static boolean holdsMemory(OssModelConnector connector) {
		ConnectorStats.Cache cache = connector.stats().cache();
		return cache.usedBytes() > 0 || cache.entries() > 0 || cache.leased() > 0;
	}

}
