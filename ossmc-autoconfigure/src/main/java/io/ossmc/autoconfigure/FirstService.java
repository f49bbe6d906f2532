package io.ossmc.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.ossmc.ModelProgress;
import io.ossmc.OssModel;
import io.ossmc.OssModelLoadException;

/**
 * The moment from which a model serves: it is ready, and so is all that is built from it.
 * A loader that fails is a failure of its model.
 */
final class FirstService {

	/** Loaders take seconds: to look at them now and then is simpler than to be told. */
	private static final Executor LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

	private FirstService() {
	}

	/**
	 * Completes when all serve, or exceptionally with the first failure, whichever model
	 * it is of.
	 */
	static CompletableFuture<Void> ofAll(List<OssModel> models) {
		CompletableFuture<Void> firstFailureOrAll = new CompletableFuture<>();
		CompletableFuture<?>[] each = models.stream().map(FirstService::of).toArray(CompletableFuture<?>[]::new);
		for (CompletableFuture<?> one : each) {
			one.whenComplete((_, error) -> {
				if (error != null) {
					firstFailureOrAll.completeExceptionally(cause(error));
				}
			});
		}
		CompletableFuture.allOf(each).thenRun(() -> firstFailureOrAll.complete(null));
		return firstFailureOrAll;
	}

	private static CompletableFuture<Void> of(OssModel model) {
		return model.whenReady().thenCompose(FirstService::built);
	}

	private static CompletableFuture<Void> built(OssModel model) {
		ModelProgress progress = model.progress();
		if (progress.serving()) {
			return CompletableFuture.completedFuture(null);
		}
		if (progress.error() != null) {
			return CompletableFuture.failedFuture(new OssModelLoadException(
					"The model \"" + model.name() + "\" has fail-fast=true and cannot be used. " + progress.error(),
					"With fail-fast=false the application starts without it, and it is tried again."));
		}
		return CompletableFuture.supplyAsync(() -> built(model), LATER).thenCompose(Function.identity());
	}

	private static Throwable cause(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

}
