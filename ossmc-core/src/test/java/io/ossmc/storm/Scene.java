package io.ossmc.storm;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.OssModel;
import io.ossmc.OssObject;
import io.ossmc.connector.RemoteOss;

/** Everything that the threads of a storm share. Thread-safe. */
final class Scene {

	private final Pool pool = new Pool();

	private final Verdict verdict = new Verdict();

	private final AtomicInteger built = new AtomicInteger();

	private final Shared<ModelLease> leases = new Shared<>();

	private final Shared<OssObject> objects = new Shared<>();

	private final Shared<LoadedModel<Product>> loaded = new Shared<>();

	private final Random seeds;

	private final List<Slot> slots;

	Scene(RemoteOss oss, Path directory, long budget, long seed) {
		this.seeds = new Random(seed);
		this.slots = IntStream.range(0, 2)
			.mapToObj((number) -> new Slot(this, oss, directory, number, budget))
			.toList();
	}

	/** One that follows from the storm's seed, for the thread that asks. */
	Random random() {
		synchronized (this.seeds) {
			return new Random(this.seeds.nextLong());
		}
	}

	Pool pool() {
		return this.pool;
	}

	Verdict verdict() {
		return this.verdict;
	}

	/** Objects that loaders have built and nobody has closed. */
	AtomicInteger built() {
		return this.built;
	}

	Shared<ModelLease> leases() {
		return this.leases;
	}

	Shared<OssObject> objects() {
		return this.objects;
	}

	Shared<LoadedModel<Product>> loaded() {
		return this.loaded;
	}

	List<Slot> slots() {
		return this.slots;
	}

	Slot slot(Random random) {
		return this.slots.get(random.nextInt(this.slots.size()));
	}

	OssModel model(Random random) {
		List<OssModel> models = slot(random).connector().models();
		return models.get(random.nextInt(models.size()));
	}

	/** Closes what threads left open for each other. */
	void closeShared() throws Exception {
		this.leases.closeAll();
		this.objects.closeAll();
		this.loaded.closeAll();
	}

}
