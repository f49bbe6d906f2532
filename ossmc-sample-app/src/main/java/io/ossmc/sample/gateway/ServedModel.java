package io.ossmc.sample.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.ossmc.LoadedModel;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelState;
import io.ossmc.sample.embedding.Embedder;

/**
 * One model behind the gateway. A request for one that is not in memory brings it here
 * and waits for it; only what was never there yet, and comes by itself, is refused.
 */
final class ServedModel {

	private final LoadedModel<Embedder> loaded;

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
	 * @throws GatewayException if there is no use in waiting: before the application is
	 * ready for traffic, and while the connector retries after a failure
	 */
	CompletableFuture<List<float[]>> embed(List<String> texts) {
		if (!this.loaded.isLoaded()) {
			ModelProgress progress = this.loaded.model().progress();
			if (comesByItself(progress)) {
				throw GatewayException.notReady(progress);
			}
		}
		return this.loaded.useAsync((embedder) -> embedder.embed(texts));
	}

	private static boolean comesByItself(ModelProgress progress) {
		return progress.mode() == ModelMode.EAGER && (!progress.serving() && progress.state() != ModelState.ABSENT
				|| progress.state() == ModelState.FAILED);
	}

}
