package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.budget.FakeIdleTime;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Whatever is done to a model in whatever order, it is where a model of a few lines says,
 * and every lease reads the bytes that it was taken for.
 */
class EntryPropertyTests {

	private static final Duration TIME = Duration.ofMinutes(10);

	/**
	 * Three of them are a little more than the time: the clock of expiries is a coarse
	 * one.
	 */
	private static final Duration THIRD = Duration.ofSeconds(204);

	private static OssEmulator emulator;

	private static Path root;

	private static volatile boolean broken;

	@BeforeContainer
	static void start() throws IOException {
		emulator = OssEmulator.builder()
			.credentials(Oss.KEY_ID, Oss.SECRET)
			.requestHook((request) -> (broken && request.kind() == RequestKind.GET_OBJECT)
					? Reaction.status(403, "AccessDenied") : Reaction.proceed())
			.start();
		emulator.bucket(Oss.BUCKET);
		root = Files.createTempDirectory("entry-property");
	}

	@AfterContainer
	static void stop() throws IOException {
		emulator.close();
		Files.delete(root);
	}

	@Property(tries = 60)
	void aModelIsWhereItsHistorySaysItIs(@ForAll("steps") List<Step> steps) throws Exception {
		broken = false;
		FakeIdleTime time = new FakeIdleTime();
		OssModelConnectorBuilder builder = OssModelConnectorBuilder.create()
			.endpoint(emulator.endpoint().toString())
			.region(emulator.region())
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(root)
			.maxSize(1L << 20)
			.model(ModelSpec.builder("model", "oss://models/model/")
				.mode(ModelMode.LAZY)
				.expireAfterAccess(TIME)
				.build());
		builder.settings().idle = time::entries;
		try (OssModelConnector connector = builder.build()) {
			connector.start();
			Entry entry = new Entry(connector, time);
			for (Step step : steps) {
				entry.take(step);
				entry.check();
			}
		}
		try (var left = Files.list(root)) {
			assertThat(left).isEmpty();
		}
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		return Combinators.combine(Arbitraries.of(Action.class), Arbitraries.integers().between(0, 3))
			.as(Step::new)
			.list()
			.ofMaxSize(25);
	}

	record Step(Action action, int pick) {
	}

	enum Action {

		LEASE, READ, CLOSE, USE, UNLOAD, PASS, EVICT, OVERWRITE, REFRESH, BREAK, MEND, STOP, START

	}

	/** The model of a few lines, beside the real one. */
	private static final class Entry {

		private final OssModelConnector connector;

		private final OssModel model;

		private final FakeIdleTime time;

		private LoadedModel<Integer> loaded;

		private final List<Held> leases = new ArrayList<>();

		/** Which content OSS has. */
		private int source = -1;

		/** Which content is in memory, and how often it came there. */
		private @Nullable Resident resident;

		private Duration idle = Duration.ZERO;

		private boolean failed;

		private Entry(OssModelConnector connector, FakeIdleTime time) {
			this.connector = connector;
			this.model = connector.model("model");
			this.time = time;
			this.loaded = load();
			overwrite(0);
		}

		private LoadedModel<Integer> load() {
			return this.model.load((files) -> (int) files.segment("file").get(ValueLayout.JAVA_BYTE, 0));
		}

		private void take(Step step) throws Exception {
			switch (step.action()) {
				case LEASE -> lease();
				case READ -> read(step.pick());
				case CLOSE -> close(step.pick());
				case USE -> use();
				case UNLOAD -> {
					this.loaded.close();
					this.loaded = load();
				}
				case PASS -> pass(THIRD.multipliedBy(step.pick() + 1));
				case EVICT -> evict();
				case OVERWRITE -> overwrite(step.pick());
				case REFRESH -> refresh();
				case BREAK -> broken = true;
				case MEND -> broken = false;
				case STOP -> {
					this.connector.stop(Duration.ZERO);
					this.failed = false;
				}
				default -> this.connector.start();
			}
		}

		private void lease() {
			if (this.resident == null && broken) {
				assertThatExceptionOfType(OssModelException.class).isThrownBy(this.model::lease);
				this.failed = true;
				return;
			}
			ModelLease lease = this.model.lease();
			this.leases.add(new Held(lease, fetched()));
			read(this.leases.size() - 1);
		}

		private Resident fetched() {
			if (this.resident == null) {
				this.resident = new Resident(this.source);
				this.failed = false;
			}
			this.idle = Duration.ZERO;
			return this.resident;
		}

		private void read(int pick) {
			if (!this.leases.isEmpty()) {
				Held held = this.leases.get(pick % this.leases.size());
				byte[] expected = content(held.of().content());
				assertThat(held.lease().segment("file").toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
				assertThat(held.lease().path("file")).hasBinaryContent(expected);
			}
		}

		private void close(int pick) {
			if (!this.leases.isEmpty()) {
				Held held = this.leases.remove(pick % this.leases.size());
				held.lease().close();
				if (held.of() == this.resident) {
					this.idle = Duration.ZERO;
				}
			}
		}

		private void use() {
			if (this.resident == null && broken) {
				assertThatExceptionOfType(OssModelException.class)
					.isThrownBy(() -> this.loaded.<Integer, RuntimeException>use((built) -> built));
				this.failed = true;
				return;
			}
			int first = this.loaded.<Integer, RuntimeException>use((built) -> built);
			assertThat(first).isEqualTo(content(fetched().content())[0]);
		}

		private void pass(Duration some) {
			this.time.pass(some);
			this.idle = this.idle.plus(some);
			if (users() == 0 && this.idle.compareTo(TIME) >= 0) {
				this.resident = null;
			}
			// Whoever comes now waits for the end of what is being given up.
			await().pollInterval(Duration.ofMillis(1)).until(() -> this.model.progress().state() == state());
		}

		private void evict() {
			boolean free = users() == 0;
			assertThat(this.model.evict()).isEqualTo(free);
			if (free) {
				this.resident = null;
				this.failed = false;
			}
		}

		private void overwrite(int content) {
			this.source = content;
			emulator.bucket(Oss.BUCKET).put("model/file", content(content));
		}

		private void refresh() throws Exception {
			Resident before = this.resident;
			boolean changed = before != null && before.content() != this.source;
			if (changed && broken) {
				assertThatThrownBy(() -> this.model.refresh().get(20, TimeUnit.SECONDS))
					.hasCauseInstanceOf(OssModelException.class);
				assertThat(this.model.progress().next().state()).isEqualTo(ModelState.FAILED);
				this.idle = (users() == 0) ? Duration.ZERO : this.idle;
				return;
			}
			assertThat(this.model.refresh().get(20, TimeUnit.SECONDS)).isEqualTo(changed);
			if (changed) {
				this.resident = new Resident(this.source);
				this.idle = Duration.ZERO;
			}
			assertThat(this.model.progress().next()).isNull();
		}

		private long users() {
			return this.leases.stream().filter((held) -> held.of() == this.resident).count();
		}

		private ModelState state() {
			return (this.resident != null) ? ModelState.READY : this.failed ? ModelState.FAILED : ModelState.ABSENT;
		}

		private void check() {
			assertThat(this.model.progress().state()).isEqualTo(state());
			assertThat((long) this.model.progress().leases()).isEqualTo((this.resident != null) ? users() : 0);
			Set<Integer> contents = new HashSet<>();
			this.leases.forEach((held) -> contents.add(held.of().content()));
			if (this.resident != null) {
				contents.add(this.resident.content());
			}
			await().pollInterval(Duration.ofMillis(1))
				.untilAsserted(() -> assertThat(this.connector.stats().cache().usedBytes())
					.as("one page for each content that somebody has")
					.isEqualTo(4096L * contents.size()));
		}

	}

	private static byte[] content(int number) {
		byte[] bytes = new byte[1000 + number];
		new Random(number).nextBytes(bytes);
		return bytes;
	}

	/** Compared by identity: one arrival. */
	private static final class Resident {

		private final int content;

		private Resident(int content) {
			this.content = content;
		}

		private int content() {
			return this.content;
		}

	}

	private record Held(ModelLease lease, Resident of) {
	}

}
