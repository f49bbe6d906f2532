package io.ossmc.storm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.LoadedModel;
import io.ossmc.ModelFiles;
import io.ossmc.ModelLease;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;

/**
 * What a thread of the storm does, and how often. Each compares whatever bytes it is
 * given. For one more, add its line at the top: it may throw what the API may throw, and
 * is judged by {@link Verdict#thrown}.
 */
final class Operations {

	private static final List<Operation> ALL = new ArrayList<>();

	static {
		add("lease", 200, Operations::lease);
		add("lease for others", 80, Operations::leaseForOthers);
		add("use another's lease", 100, Operations::useSharedLease);
		add("close another's lease", 40, (scene, random) -> scene.leases().close(random));
		add("lease, interrupted", 20, Operations::interruptedLease);
		add("path of one file", 50, Operations::pathOfOneFile);
		add("stable path", 50, Operations::stablePath);
		add("open and stream", 100, Operations::stream);
		add("open and read channel", 60, Operations::channel);
		add("open and read at positions", 60, Operations::positions);
		add("open segment", 80, Operations::segment);
		add("open for others", 60, Operations::openForOthers);
		add("use another's object", 100, Operations::useSharedObject);
		add("close another's object", 40, (scene, random) -> scene.objects().close(random));
		add("load and use", 60, Operations::load);
		add("load for others", 40, Operations::loadForOthers);
		add("use another's loaded object", 80, Operations::useLoaded);
		add("close another's loaded object", 30, (scene, random) -> scene.loaded().close(random));
		add("list", 30, Operations::list);
		add("evict", 80, (scene, random) -> scene.model(random).evict());
		add("refresh", 50, (scene, random) -> await(scene.model(random).refresh()));
		add("await", 40, (scene, random) -> scene.model(random).await(Duration.ofMillis(random.nextInt(200))));
		add("prepare", 50, Operations::prepare);
		add("prepare a directory", 40, Operations::prepareDirectory);
		add("remove", 40, Operations::remove);
		add("reconcile", 5, Operations::reconcile);
		add("progress", 50, (scene, random) -> scene.model(random).progress());
		add("stats", 50, (scene, random) -> scene.slot(random).connector().stats());
		add("stop and start", 1, Operations::stopAndStart);
		add("close and build anew", 1, (scene, random) -> scene.slot(random).reopen());
	}

	private static final int WEIGHT = ALL.stream().mapToInt(Operation::weight).sum();

	private Operations() {
	}

	private static void add(String name, int weight, Action action) {
		ALL.add(new Operation(name, weight, action));
	}

	static Operation any(Random random) {
		int rest = random.nextInt(WEIGHT);
		for (Operation operation : ALL) {
			rest -= operation.weight();
			if (rest < 0) {
				return operation;
			}
		}
		throw new IllegalStateException();
	}

	private static void lease(Scene scene, Random random) throws Exception {
		try (ModelLease lease = scene.model(random).lease()) {
			check(scene, lease);
		}
	}

	private static void leaseForOthers(Scene scene, Random random) throws Exception {
		scene.leases().put(scene.model(random).lease(), random);
	}

	private static void useSharedLease(Scene scene, Random random) throws Exception {
		ModelLease lease = scene.leases().any(random);
		if (lease != null) {
			for (String file : lease.files()) {
				check(scene, "lease", file, scene.pool().versionsOf(file, lease.segment(file)));
			}
		}
	}

	/** The caller gives up while it waits, or while it reads. */
	private static void interruptedLease(Scene scene, Random random) throws Exception {
		Thread caller = Thread.ofVirtual().start(() -> {
			try {
				lease(scene, random);
			}
			catch (Throwable ex) {
				scene.verdict().thrown("lease, interrupted", ex);
			}
		});
		caller.join(Duration.ofMillis(random.nextInt(20)));
		caller.interrupt();
		caller.join();
	}

	private static void pathOfOneFile(Scene scene, Random random) throws Exception {
		OssModel model = scene.model(random);
		List<String> files = model.spec().include();
		String file = files.get(random.nextInt(files.size()));
		checkIfThere(scene, "file", file, await(model.whenReady(file)));
	}

	/** Whatever has a name at a stable path is complete. */
	private static void stablePath(Scene scene, Random random) throws Exception {
		Path place = scene.slot(random).place().resolve("directory-" + random.nextInt(2));
		for (String file : Pool.names(0, Pool.count())) {
			checkIfThere(scene, "stable path", file, place.resolve(file));
		}
	}

	private static void stream(Scene scene, Random random) throws Exception {
		try (OssObject object = open(scene, random); InputStream stream = object.newInputStream()) {
			if (random.nextInt(4) == 0) {
				stream.skip(random.nextInt(1 << 20));
				stream.read(new byte[1 + random.nextInt(1000)]);
				return;
			}
			MemorySegment whole = MemorySegment.ofArray(stream.readAllBytes());
			check(scene, "stream", name(object), scene.pool().versionsOf(name(object), whole));
		}
	}

	private static void channel(Scene scene, Random random) throws Exception {
		try (OssObject object = open(scene, random); SeekableByteChannel channel = object.newByteChannel()) {
			ByteBuffer buffer = ByteBuffer.allocate((int) object.size());
			while (channel.read(buffer) > 0) {
				channel.position(buffer.position());
			}
			check(scene, "channel", name(object),
					scene.pool().versionsOf(name(object), MemorySegment.ofBuffer(buffer.flip())));
		}
	}

	private static void positions(Scene scene, Random random) throws Exception {
		try (OssObject object = open(scene, random)) {
			readAndJudge(scene, object, random);
		}
	}

	private static void segment(Scene scene, Random random) throws Exception {
		try (OssObject object = open(scene, random)) {
			check(scene, "segment", name(object), scene.pool().versionsOf(name(object), object.segment()));
		}
	}

	private static void openForOthers(Scene scene, Random random) throws Exception {
		scene.objects().put(open(scene, random), random);
	}

	private static void useSharedObject(Scene scene, Random random) throws Exception {
		OssObject object = scene.objects().any(random);
		if (object != null) {
			switch (random.nextInt(5)) {
				case 0 -> readAndJudge(scene, object, random);
				case 1 -> object.progress();
				case 2 -> await(object.whenReady());
				case 3 -> check(scene, "buffer", name(object),
						scene.pool().versionsOf(name(object), MemorySegment.ofBuffer(object.byteBuffer())));
				default ->
					check(scene, "segment", name(object), scene.pool().versionsOf(name(object), object.segment()));
			}
		}
	}

	private static void load(Scene scene, Random random) throws Exception {
		try (LoadedModel<Product> loaded = load(scene, scene.model(random))) {
			loaded.use(Product::use);
		}
	}

	private static void loadForOthers(Scene scene, Random random) throws Exception {
		scene.loaded().put(load(scene, scene.model(random)), random);
	}

	private static LoadedModel<Product> load(Scene scene, OssModel model) {
		return model.load((files) -> Product.load(scene, files), Product::close);
	}

	private static void useLoaded(Scene scene, Random random) throws Exception {
		LoadedModel<Product> loaded = scene.loaded().any(random);
		if (loaded != null) {
			if (random.nextBoolean()) {
				loaded.use(Product::use);
			}
			else {
				await(loaded.useAsync(Product::use));
			}
		}
	}

	private static void list(Scene scene, Random random) {
		try (Stream<ObjectSummary> listing = scene.slot(random).connector().list(Pool.uri(""))) {
			List<String> keys = listing.limit(1 + random.nextInt(Pool.count())).map(ObjectSummary::key).toList();
			for (int number = 0; number < keys.size(); number++) {
				if (!keys.get(number).equals(Pool.PREFIX + Pool.name(number))) {
					scene.verdict().wrong("a wrong listing", keys.toString());
				}
			}
		}
	}

	private static void prepare(Scene scene, Random random) {
		scene.slot(random).connector().prepare(Slot.spec("prepared-" + random.nextInt(3), random).build());
	}

	private static void prepareDirectory(Scene scene, Random random) {
		Slot slot = scene.slot(random);
		String name = "directory-" + random.nextInt(2);
		slot.connector()
			.prepareDirectory(Pool.uri(""), slot.place().resolve(name),
					(_) -> Slot.spec(name, random).directory(slot.place().resolve(name)));
	}

	private static void remove(Scene scene, Random random) {
		String name = random.nextBoolean() ? "prepared-" + random.nextInt(3) : "directory-" + random.nextInt(2);
		scene.slot(random).connector().remove(name);
	}

	private static void reconcile(Scene scene, Random random) {
		Slot slot = scene.slot(random);
		slot.connector().reconcile(slot.configuration(random));
	}

	private static void stopAndStart(Scene scene, Random random) {
		OssModelConnector connector = scene.slot(random).connector();
		connector.stop(Duration.ofMillis(random.nextInt(50)));
		connector.start();
	}

	private static OssObject open(Scene scene, Random random) {
		return scene.slot(random).connector().open(Pool.uri(Pool.name(random.nextInt(Pool.count()))));
	}

	private static String name(OssObject object) {
		return object.uri().substring(Pool.uri("").length());
	}

	/** Every file of a lease, as memory and at its path, all of its version. */
	private static void check(Scene scene, ModelFiles files) throws IOException {
		for (String file : files.files()) {
			int versions = scene.pool().versionsOf(file, files.segment(file));
			check(scene, "lease", file, versions);
			try {
				byte[] bytes = Files.readAllBytes(files.path(file));
				check(scene, "path", file, versions & scene.pool().versionsOf(file, MemorySegment.ofArray(bytes)));
			}
			catch (NoSuchFileException ex) {
				// Only closing the connector takes files away from a lease, and the lease
				// with them.
				files.segment(file).toArray(ValueLayout.JAVA_BYTE);
				scene.verdict().wrong("a lease without its file", ex.toString());
			}
		}
	}

	private static void checkIfThere(Scene scene, String what, String file, Path path) throws IOException {
		try {
			byte[] bytes = Files.readAllBytes(path);
			check(scene, what, file, scene.pool().versionsOf(file, MemorySegment.ofArray(bytes)));
		}
		catch (NoSuchFileException _) {
			scene.verdict().count("not there: " + what);
		}
	}

	/**
	 * Reads pieces, which come before the verdict on the whole: wrong ones are an error
	 * only if the verdict then says that all was right.
	 */
	private static void readAndJudge(Scene scene, OssObject object, Random random) throws IOException {
		String name = name(object);
		int versions = scene.pool().versionsOfSize(name, object.size());
		for (int read = 0; read < 5 && object.size() > 0; read++) {
			long position = random.nextLong(object.size());
			ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(100_000));
			object.read(position, buffer);
			versions &= scene.pool().versionsWith(name, position, MemorySegment.ofBuffer(buffer.flip()));
		}
		if (versions == 0) {
			object.segment();
			check(scene, "read, and no error afterwards", name, versions);
		}
	}

	private static void check(Scene scene, String what, String name, int versions) {
		scene.verdict().count("compared: " + what);
		if (versions == 0) {
			scene.verdict().wrong("a wrong byte in a " + what, name);
		}
	}

	private static <T> T await(Future<T> future) throws Exception {
		try {
			return future.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			switch (ex.getCause()) {
				case Exception cause -> throw cause;
				case Error cause -> throw cause;
				default -> throw ex;
			}
		}
	}

	/** What to do. */
	interface Action {

		void run(Scene scene, Random random) throws Exception;

	}

	/**
	 * Something to do.
	 *
	 * @param name for people
	 * @param weight how often, compared with the others
	 * @param action what to do
	 */
	record Operation(String name, int weight, Action action) {
	}

}
