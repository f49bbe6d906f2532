package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import io.ossmc.ConnectorStats;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.emulator.SyntheticObject;
import io.ossmc.spi.OssModelListener;

/**
 * Many more models than fit, wanted by many threads, in a JVM of its own whose heap does
 * not change, so that what the kernel counts beyond its start is the connector's.
 */
final class ManyModelsProgram {

	static final int MODELS = 40;

	static final long SIZE = 256L << 20;

	private static final int THREADS = 16;

	private static final Duration IDLE = Duration.ofSeconds(4);

	private static final long GONE_WITHIN = IDLE.plusSeconds(5).toNanos();

	private static final int WINDOW = 256 << 10;

	private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

	private final AtomicIntegerArray wanted = new AtomicIntegerArray(MODELS);

	private final AtomicIntegerArray held = new AtomicIntegerArray(MODELS);

	private final AtomicLongArray lastClosed = new AtomicLongArray(MODELS);

	private final AtomicInteger leases = new AtomicInteger();

	private final CountDownLatch ended = new CountDownLatch(THREADS);

	private final FileStore root;

	private long anonymousAtStart;

	private long mostAnonymous;

	private long mostBlocks;

	private long mostPages;

	private ManyModelsProgram(Path root) throws IOException {
		this.root = Files.getFileStore(root);
	}

	/**
	 * Prints
	 * {@code RESULT leases=… evictions=… fetchedBytes=… mostAnonymous=… mostBlocks=…
	 * mostPages=… wrong=…}.
	 * @param arguments endpoint, region, root (alone on its file system), budget, seconds
	 */
	public static void main(String[] arguments) throws Exception {
		new ManyModelsProgram(Path.of(arguments[2])).run(arguments);
		System.exit(0);
	}

	private void run(String[] arguments) throws Exception {
		OssModelConnectorBuilder builder = OssModelConnectorBuilder.create()
			.endpoint(arguments[0])
			.region(arguments[1])
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(Path.of(arguments[2]))
			.maxSize(Long.parseLong(arguments[3]))
			.listener(new Watcher());
		for (int number = 0; number < MODELS; number++) {
			builder.model(ModelSpec.builder("m" + number, "oss://models/m" + number + "/")
				.mode(ModelMode.LAZY)
				.expireAfterAccess(IDLE)
				.build());
		}
		try (OssModelConnector connector = builder.build()) {
			connector.start();
			// The level after the start is that of a program that has run once: classes,
			// compiled code and connections are there.
			use(connector.model("m0"), new Random());
			this.anonymousAtStart = anonymous();
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
			for (int thread = 0; thread < THREADS; thread++) {
				Random random = new Random(thread);
				Thread.ofPlatform().start(() -> use(connector, end, random));
			}
			while (!this.ended.await(10, TimeUnit.MILLISECONDS)) {
				watch(connector);
			}
			long last = System.nanoTime();
			while (connector.stats().cache().entries() > 0 && System.nanoTime() - last < GONE_WITHIN) {
				watch(connector);
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
			ConnectorStats stats = connector.stats();
			if (stats.cache().usedBytes() > 0) {
				this.wrong.add("not given up: " + stats.cache());
			}
			System.out.printf(
					"RESULT leases=%d evictions=%d fetchedBytes=%d mostAnonymous=%d mostBlocks=%d mostPages=%d wrong=%s%n",
					this.leases.get(), stats.cache().evictions(), stats.fetch().bytes(), this.mostAnonymous,
					this.mostBlocks, this.mostPages, this.wrong);
		}
	}

	private void use(OssModelConnector connector, long end, Random random) {
		try {
			while (System.nanoTime() - end < 0) {
				use(connector.model("m" + random.nextInt(MODELS)), random);
			}
		}
		catch (Throwable ex) {
			this.wrong.add(ex.toString());
		}
		finally {
			this.ended.countDown();
		}
	}

	private void use(OssModel model, Random random) {
		int number = Integer.parseInt(model.name().substring(1));
		this.wanted.incrementAndGet(number);
		try (ModelLease lease = model.lease()) {
			this.held.incrementAndGet(number);
			this.leases.incrementAndGet();
			MemorySegment segment = lease.segment("weights.bin");
			for (int read = 0; read < 4; read++) {
				compare(segment, number, random.nextLong(SIZE - WINDOW));
				LockSupport.parkNanos(random.nextInt(10_000_000));
			}
			this.held.decrementAndGet(number);
		}
		finally {
			this.lastClosed.set(number, System.nanoTime());
			this.wanted.decrementAndGet(number);
		}
	}

	private void compare(MemorySegment segment, int number, long position) {
		ByteBuffer expected = ByteBuffer.allocate(WINDOW);
		SyntheticObject.fill(SIZE, number, position, expected);
		long mismatch = MemorySegment.mismatch(segment, position, position + WINDOW,
				MemorySegment.ofArray(expected.array()), 0, WINDOW);
		if (segment.byteSize() != SIZE || mismatch >= 0) {
			this.wrong.add("wrong byte in m" + number + " at " + (position + mismatch) + ": "
					+ segment.get(ValueLayout.JAVA_BYTE, position + mismatch));
		}
	}

	private void watch(OssModelConnector connector) throws IOException {
		long anonymous = Math.max(0, anonymous() - this.anonymousAtStart);
		long blocks = this.root.getTotalSpace() - this.root.getUnallocatedSpace();
		this.mostAnonymous = Math.max(this.mostAnonymous, anonymous);
		this.mostBlocks = Math.max(this.mostBlocks, blocks);
		this.mostPages = Math.max(this.mostPages, anonymous + blocks);
		long now = System.nanoTime();
		for (int number = 0; number < MODELS; number++) {
			long closed = this.lastClosed.get(number);
			if (closed != 0 && now - closed > GONE_WITHIN && this.wanted.get(number) == 0
					&& connector.model("m" + number).progress().state() == ModelState.READY
					&& closed == this.lastClosed.get(number) && this.wanted.get(number) == 0) {
				this.wrong.add("m" + number + " is idle and still there");
			}
		}
	}

	private static long anonymous() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("RssAnon:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
			.findFirst()
			.orElse(0);
	}

	/** Whoever is under lease must not be given up. */
	private final class Watcher implements OssModelListener {

		@Override
		public void evicted(String model, EvictionCause cause, long bytes) {
			if (ManyModelsProgram.this.held.get(Integer.parseInt(model.substring(1))) > 0) {
				ManyModelsProgram.this.wrong.add(model + " was given up (" + cause + ") under lease");
			}
		}

	}

}
