package io.ossmc.sample.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.ossmc.LoadedModel;
import io.ossmc.ModelProgress;
import io.ossmc.ModelState;
import io.ossmc.sample.embedding.Embedder;
import org.jspecify.annotations.Nullable;

/**
 * One model behind the gateway: answers with vectors, or says at once that it cannot yet.
 */
final class ServedModel {

	private final LoadedModel<Embedder> loaded;

	private final AtomicReference<@Nullable CompletableFuture<?>> loading = new AtomicReference<>();

	ServedModel(LoadedModel<Embedder> loaded) {
		this.loaded = loaded;
	}

	String name() {
		return this.loaded.model().name();
	}

	boolean isLoaded() {
		return this.loaded.isLoaded();
	}

	/**
	 * Embeds on a thread of the connector.
	 * @param texts the sentences
	 * @return their vectors
	 * @throws GatewayException if the model is not there; a lazy one is on its way then
	 */
	CompletableFuture<List<float[]>> embed(List<String> texts) {
		if (!this.loaded.isLoaded()) {
			ModelProgress progress = this.loaded.model().progress();
			if (isIdle(progress)) {
				load();
			}
			throw GatewayException.notReady(progress);
		}
		return this.loaded.useAsync((embedder) -> embedder.embed(texts));
	}

	/**
	 * Whether nobody is about to bring it here; failed ones are retried by the connector.
	 */
	private static boolean isIdle(ModelProgress progress) {
		return progress.state() == ModelState.ABSENT
				|| (progress.state() == ModelState.READY && progress.error() == null);
	}

	/** However many requests ask for it meanwhile, one use is enough to bring it here. */
	private void load() {
		CompletableFuture<?> current = this.loading.get();
		if (current == null || current.isDone()) {
			CompletableFuture<Boolean> next = new CompletableFuture<>();
			if (this.loading.compareAndSet(current, next)) {
				this.loaded.useAsync((embedder) -> true).whenComplete((done, error) -> next.complete(error == null));
			}
		}
	}

}
