package io.ossmc.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.connector.OssModelConnectorBuilder;
import io.ossmc.connector.RemoteOss;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;

/**
 * A place for a connector, which is closed and built anew now and then. All have one root
 * and one budget each. Thread-safe.
 */
final class Slot {

	private static final int CONFIGURED = 4;

	private static final int FILES = 3;

	private final Scene scene;

	private final RemoteOss oss;

	private final Path root;

	private final Path place;

	private final long budget;

	private final ReentrantLock reopening = new ReentrantLock();

	private volatile @Nullable OssModelConnector connector;

	private boolean closed;

	Slot(Scene scene, RemoteOss oss, Path directory, int number, long budget) {
		this.scene = scene;
		this.oss = oss;
		this.root = directory.resolve("root");
		this.place = directory.resolve("place-" + number);
		this.budget = budget;
	}

	/** Builds the first connector. */
	void open() {
		this.connector = build();
	}

	OssModelConnector connector() {
		return Objects.requireNonNull(this.connector, "not open yet");
	}

	/** Where directories of prepared models may be. */
	Path place() {
		return this.place;
	}

	/** Closes it under everybody's hands and builds another, if nobody else does. */
	void reopen() {
		if (this.reopening.tryLock()) {
			try {
				if (!this.closed) {
					connector().close();
					this.connector = build();
				}
			}
			finally {
				this.reopening.unlock();
			}
		}
	}

	/** Closes it under everybody's hands for good. */
	void close() {
		this.reopening.lock();
		try {
			this.closed = true;
			connector().close();
		}
		finally {
			this.reopening.unlock();
		}
	}

	private OssModelConnector build() {
		OssModelConnectorBuilder builder = this.oss.connector(this.root)
			.maxSize(this.budget)
			.partSize(256 << 10)
			.maxConnections(16)
			.stallTimeout(Duration.ofMillis(500))
			.giveUpAfter(Duration.ofSeconds(2))
			.admissionTimeout(Duration.ofMillis(500))
			.retain(Duration.ofMillis(100))
			.expireAfterAccess(Duration.ofMillis(300))
			.listener(new ThrowingListener());
		configuration(this.scene.random()).forEach(builder::model);
		OssModelConnector built = builder.build();
		built.start();
		return built;
	}

	/** A configuration as {@link OssModelConnector#reconcile} takes it. */
	List<ModelSpec> configuration(Random random) {
		List<ModelSpec> specs = new ArrayList<>();
		specs.add(ModelSpec.builder("pinned", Pool.uri("")).include(Pool.names(1 + random.nextInt(3), 2)).build());
		specs.add(spec("eager", random).mode(ModelMode.EAGER).build());
		IntStream.range(0, CONFIGURED)
			.filter((_) -> random.nextInt(5) > 0)
			.forEach((number) -> specs.add(spec("lazy-" + number, random).build()));
		return specs;
	}

	/** Some of the pool's objects, so that most are shared by several models. */
	static ModelSpec.Builder spec(String name, Random random) {
		return ModelSpec.builder(name, Pool.uri(""))
			.mode(ModelMode.LAZY)
			.include(Pool.names(random.nextInt(Pool.count()), FILES))
			.expireAfterAccess(Duration.ofMillis(50 + random.nextInt(500)))
			.refreshInterval(random.nextBoolean() ? Duration.ofMillis(100 + random.nextInt(300)) : null);
	}

	/** Listeners must not throw; those of applications do. */
	private final class ThrowingListener implements OssModelListener {

		private static final int OFTEN = 10;

		@Override
		public void stateChanged(String model, ModelState from, ModelState to) {
			Deliberate.sometimes(Slot.this.scene.random(), OFTEN, Deliberate.Place.LISTENER);
		}

		@Override
		public void requestCompleted(RequestOutcome outcome, long bytes) {
			Deliberate.sometimes(Slot.this.scene.random(), OFTEN, Deliberate.Place.LISTENER);
		}

		@Override
		public void evicted(String model, EvictionCause cause, long bytes) {
			Deliberate.sometimes(Slot.this.scene.random(), OFTEN, Deliberate.Place.LISTENER);
		}

		@Override
		public void refreshed(String model, String from, String to) {
			Deliberate.sometimes(Slot.this.scene.random(), OFTEN, Deliberate.Place.LISTENER);
		}

	}

}
