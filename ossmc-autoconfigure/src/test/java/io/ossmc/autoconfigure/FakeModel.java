package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelLoader;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.PartMap;
import org.jspecify.annotations.Nullable;

/** A model in the state that a test says. */
public class FakeModel implements OssModel {

	private final ModelSpec spec;

	public final CompletableFuture<OssModel> ready = new CompletableFuture<>();

	public volatile ModelState state = ModelState.ABSENT;

	public volatile boolean serving;

	public volatile boolean leased;

	public volatile int asked;

	public volatile ModelProgress.@Nullable LoadProgress load;

	FakeModel(ModelSpec spec) {
		this.spec = spec;
	}

	public void become(ModelState state) {
		this.serving |= state == ModelState.READY;
		this.state = state;
	}

	@Override
	public String name() {
		return this.spec.name();
	}

	@Override
	public ModelSpec spec() {
		return this.spec;
	}

	@Override
	public ModelProgress progress() {
		Instant start = Instant.parse("2026-11-21T08:00:00Z");
		boolean isReady = this.state == ModelState.READY;
		boolean failed = this.state == ModelState.FAILED;
		return new ModelProgress(name(), this.spec.uri(), Path.of("/models", name()), this.spec.mode(), this.state,
				this.serving, "abc", isReady, 200, isReady ? 200 : 50, 25, start,
				isReady ? start.plusMillis(1500) : null, Duration.ofMillis(1200), 2, failed ? 1 : 0,
				failed ? start.plusSeconds(1) : null, failed ? "It went wrong. Do something." : null,
				failed ? "2.00 MiB of memory" : null, Map.of("list", Duration.ofMillis(12)), this.load, null,
				List.of(new ModelProgress.FileProgress("model.onnx", 200, 50, this.state, "E7")));
	}

	@Override
	public Map<String, PartMap> parts() {
		return (this.state == ModelState.FETCHING)
				? Map.of("model.onnx", new PartMap(262144, 65536, 131072, 1, "9940", "..c.")) : Map.of();
	}

	@Override
	public CompletableFuture<OssModel> whenReady() {
		this.asked++;
		return this.ready;
	}

	@Override
	public CompletableFuture<Boolean> refresh() {
		return CompletableFuture.completedFuture(false);
	}

	@Override
	public boolean evict() {
		if (!this.leased) {
			this.state = ModelState.ABSENT;
		}
		return !this.leased;
	}

	@Override
	public ModelLease lease() {
		throw new UnsupportedOperationException();
	}

	@Override
	public OssModel await() {
		throw new UnsupportedOperationException();
	}

	@Override
	public OssModel await(Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Path> whenReady(String file) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> LoadedModel<T> load(ModelLoader<? extends T> loader) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> LoadedModel<T> load(ModelLoader<? extends T> loader, Consumer<? super T> closer) {
		throw new UnsupportedOperationException();
	}

}
