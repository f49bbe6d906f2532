package io.ossmc.thread;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps that throw. */
class EndingTests {

	@Test
	void everyStepIsTakenInOrderWhateverTheOthersThrow() {
		List<String> taken = new ArrayList<>();
		Error error = new NoClassDefFoundError("of a closer");
		Ending ending = new Ending("A test");
		ending.step(() -> taken.add("first"));
		ending.step(() -> {
			throw error;
		});
		ending.step(() -> {
			taken.add("third");
			throw new IllegalStateException("of a listener");
		});
		ending.step(() -> {
			throw error;
		});
		ending.step(() -> taken.add("last"));
		ending.report();
		assertThat(taken).containsExactly("first", "third", "last");
		assertThat(error.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
	}

}
