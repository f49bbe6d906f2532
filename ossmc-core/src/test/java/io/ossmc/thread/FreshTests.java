package io.ossmc.thread;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.OssModelLoadException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of error of ours can be given to several waiters. */
class FreshTests {

	static Stream<OssModelException> errors() {
		return Stream.of(new OssModelAccessException("p", "r"), new OssModelCapacityException("p", "r", true),
				new OssModelCapacityException("p", "r", false), new OssModelChangedException("p", "r"),
				new OssModelConfigurationException("p", "r"), new OssModelDirectoryException("p", "r"),
				new OssModelIntegrityException("p", "r"), new OssModelLoadException("p", "r"),
				new OssModelNotFoundException("p", "r"), new OssModelTransferException("p", "r"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void keepsKindProblemRemedyAndPermanence(OssModelException original) {
		OssModelException copy = Fresh.copy(original);
		assertThat(copy).isNotSameAs(original).isExactlyInstanceOf(original.getClass()).hasCause(original);
		assertThat(copy.problem()).isEqualTo("p");
		assertThat(copy.remedy()).isEqualTo("r");
		assertThat(copy.permanent()).isEqualTo(original.permanent());
	}

	@Test
	void everyKindIsAmongThese() {
		assertThat(errors().map(Object::getClass).distinct().toList())
			.containsExactlyInAnyOrder(OssModelException.class.getPermittedSubclasses());
	}

	@Test
	void usualKindsOfTheJdkAreMadeAgainAndOthersKept() {
		IllegalStateException closed = new IllegalStateException("closed");
		assertThat(Fresh.of(closed)).isNotSameAs(closed).hasMessage("closed").hasCause(closed);
		UncheckedIOException io = new UncheckedIOException("io", new IOException("root"));
		assertThat(Fresh.of(io)).isNotSameAs(io).isInstanceOf(UncheckedIOException.class).hasMessage("io");
		CancellationException cancelled = new CancellationException();
		assertThat(Fresh.of(cancelled)).isSameAs(cancelled);
	}

}
