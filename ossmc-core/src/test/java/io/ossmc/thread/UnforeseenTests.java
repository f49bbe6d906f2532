package io.ossmc.thread;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnforeseenTests {

	static Throwable[] causedByTheMachineOrTheApplication() {
		return new Throwable[] { new OutOfMemoryError("Java heap space"), new StackOverflowError(),
				new InternalError("a fault occurred in an unsafe memory access operation"),
				new NoClassDefFoundError("io/ossmc/Gone"), new ExceptionInInitializerError("static"),
				new UncheckedIOException(new IOException("Input/output error")) };
	}

	@ParameterizedTest
	@MethodSource("causedByTheMachineOrTheApplication")
	void whatTheMachineOrTheApplicationCausesIsNotCalledABugOfOurs(Throwable error) {
		assertThat(Unforeseen.remedy(error)).doesNotContain("bug").endsWith(".");
	}

	@Test
	void theRestIs() {
		assertThat(Unforeseen.remedy(new NullPointerException())).contains("bug of ossmc");
		assertThat(Unforeseen.remedy(new AssertionError())).contains("bug of ossmc");
	}

}
