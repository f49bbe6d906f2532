package io.ossmc.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnnouncementsTests {

	private final Announcements announcements = new Announcements();

	@RepeatedTest(20)
	void allIsToldInTheOrderInWhichItWasNotedOneAtATime() throws Exception {
		int threads = 4;
		int each = 500;
		List<Integer> told = new ArrayList<>();
		AtomicInteger telling = new AtomicInteger();
		Object lock = new Object();
		AtomicInteger noted = new AtomicInteger();
		List<CompletableFuture<Void>> ends = IntStream.range(0, threads)
			.mapToObj((_) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < each; i++) {
					synchronized (lock) {
						int number = noted.getAndIncrement();
						this.announcements.note(() -> {
							assertThat(telling.incrementAndGet()).isEqualTo(1);
							told.add(number);
							telling.decrementAndGet();
						});
					}
					this.announcements.tell();
				}
			}))
			.toList();
		for (CompletableFuture<Void> end : ends) {
			end.get(30, TimeUnit.SECONDS);
		}
		assertThat(told).containsExactlyElementsOf(IntStream.range(0, threads * each).boxed().toList());
	}

	@Test
	void oneThatThrowsKeepsNoneFromBeingToldNowOrLater() {
		List<String> told = new ArrayList<>();
		Announcements announcements = this.announcements;
		announcements.note(() -> {
			throw new NoClassDefFoundError("of a listener");
		});
		announcements.note(() -> told.add("next"));
		announcements.tell();
		announcements.note(() -> told.add("later"));
		announcements.tell();
		assertThat(told).containsExactly("next", "later");
	}

	@Test
	void whatAListenerCausesIsToldAfterwards() {
		List<String> told = new CopyOnWriteArrayList<>();
		this.announcements.note(() -> {
			this.announcements.note(() -> told.add("caused"));
			this.announcements.tell();
			told.add("first");
		});
		this.announcements.note(() -> told.add("second"));
		this.announcements.tell();
		assertThat(told).containsExactly("first", "second", "caused");
	}

}
