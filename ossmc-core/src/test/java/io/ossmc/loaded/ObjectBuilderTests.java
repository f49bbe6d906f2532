package io.ossmc.loaded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.ossmc.OssModelLoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How loaders run and closers fail. */
@Timeout(60)
class ObjectBuilderTests {

	@Test
	void aLoaderForWhichThereIsNoThreadIsALoadFailure() {
		ObjectBuilder<String> builder = new ObjectBuilder<>("model", (_) -> "built", (_) -> {
		}, (_) -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
		assertThatExceptionOfType(OssModelLoadException.class).isThrownBy(() -> builder.start(() -> {
		}))
			.withMessageContaining("Model model is there, but no thread could be started to load it")
			.withMessageContaining("unable to create native thread");
	}

	@Test
	void loadersRunOnPlatformThreadsOfTheirModelsName() throws Exception {
		ObjectBuilder<String> builder = new ObjectBuilder<>("model", (_) -> "built", (_) -> {
		}, ObjectBuilder.threads("model"));
		CompletableFuture<Thread> ran = new CompletableFuture<>();
		builder.start(() -> ran.complete(Thread.currentThread()));
		Thread thread = ran.get(10, TimeUnit.SECONDS);
		assertThat(thread.getName()).isEqualTo("ossmc-load-model");
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.isVirtual()).isFalse();
	}

	@Test
	void whateverACloserThrowsStaysInTheLog() {
		ObjectBuilder<String> builder = new ObjectBuilder<>("model", (_) -> "built", (_) -> {
			throw new NoClassDefFoundError("gone with its class loader");
		}, ObjectBuilder.threads("model"));
		builder.close("built");
	}

}
