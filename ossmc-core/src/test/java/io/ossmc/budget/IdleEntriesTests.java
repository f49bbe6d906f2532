package io.ossmc.budget;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.spi.OssModelListener.EvictionCause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Entries that are wanted and unwanted in the same moment. */
@Timeout(60)
class IdleEntriesTests {

	private final FakeTime time = new FakeTime();

	private final IdleEntries idle = new IdleEntries(Runnable::run, this.time, this.time);

	@Test
	void anEntryThatIsClaimedInTheMomentItIsAddedIsGivenUpOnce() {
		Entry entry = new Entry() {
			@Override
			public @Nullable Duration expireAfterAccess() {
				// Asked while it is being added.
				CompletableFuture.runAsync(IdleEntriesTests.this.idle::giveUpOne).join();
				return null;
			}
		};
		this.idle.add(entry);
		assertThat(entry.claims.get()).as("claims that succeeded").isEqualTo(1);
		assertThat(entry.givenUp.get()).as("times given up").isEqualTo(1);
	}

	@Test
	void anEntryThatIsUsedWhenItsTimeIsOverStays() {
		Entry entry = new Entry() {
			@Override
			public Duration expireAfterAccess() {
				return Duration.ofSeconds(5);
			}
		};
		this.idle.add(entry);
		entry.free.set(false);
		this.time.pass(Duration.ofSeconds(6));
		this.idle.expire();
		assertThat(entry.givenUp.get()).isZero();
		entry.free.set(true);
		this.idle.add(entry);
		this.time.pass(Duration.ofSeconds(6));
		this.idle.expire();
		assertThat(entry.givenUp.get()).isEqualTo(1);
		assertThat(this.idle.size()).isZero();
	}

	@Test
	void whatCannotBeGivenUpKeepsNoOtherFromGoing() {
		Entry broken = new Entry() {
			@Override
			public boolean heldElsewhere() {
				throw new NoClassDefFoundError("gone with its class loader");
			}
		};
		Entry sound = new Entry();
		this.idle.add(broken);
		this.idle.add(sound);
		assertThat(this.idle.giveUpOne()).isTrue();
		assertThat(sound.givenUp.get() + broken.givenUp.get()).isEqualTo(1);
	}

	/** Used or not, as the test says. */
	private static class Entry implements IdleEntry {

		final AtomicBoolean free = new AtomicBoolean(true);

		final AtomicInteger claims = new AtomicInteger();

		final AtomicInteger givenUp = new AtomicInteger();

		@Override
		public String name() {
			return "entry";
		}

		@Override
		public long bytes() {
			return 1;
		}

		@Override
		public @Nullable Duration expireAfterAccess() {
			return null;
		}

		@Override
		public boolean heldElsewhere() {
			return false;
		}

		@Override
		public boolean claim() {
			boolean claimed = this.free.compareAndSet(true, false);
			this.claims.addAndGet(claimed ? 1 : 0);
			return claimed;
		}

		@Override
		public void giveUp(EvictionCause cause) {
			this.givenUp.incrementAndGet();
		}

	}

}
