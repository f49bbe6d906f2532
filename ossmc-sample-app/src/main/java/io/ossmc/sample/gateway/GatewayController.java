package io.ossmc.sample.gateway;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.ossmc.LoadedModel;
import io.ossmc.sample.embedding.Embedder;
import io.ossmc.sample.embedding.Vectors;
import io.ossmc.sample.gateway.Messages.EmbedRequest;
import io.ossmc.sample.gateway.Messages.EmbedResponse;
import io.ossmc.sample.gateway.Messages.HappeningsResponse;
import io.ossmc.sample.gateway.Messages.ModelResponse;
import io.ossmc.sample.gateway.Messages.ModelsResponse;
import io.ossmc.sample.gateway.Messages.SimilarityResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sentence embeddings over HTTP. */
@RestController
class GatewayController {

	private final SortedMap<String, ServedModel> models = new TreeMap<>();

	private final Happenings happenings;

	GatewayController(List<LoadedModel<Embedder>> models, Happenings happenings) {
		this.happenings = happenings;
		models.stream().map(ServedModel::new).forEach((model) -> this.models.put(model.name(), model));
	}

	@GetMapping("/models")
	ModelsResponse models() {
		return new ModelsResponse(this.models.values()
			.stream()
			.map((model) -> new ModelResponse(model.name(), model.isLoaded()))
			.toList());
	}

	@GetMapping("/events")
	HappeningsResponse events() {
		return new HappeningsResponse(this.happenings.latest());
	}

	@PostMapping("/embed")
	CompletableFuture<EmbedResponse> embed(@RequestBody EmbedRequest request) {
		ServedModel model = model(request.model());
		return model.embed(Sentences.check(request.texts()))
			.thenApply((vectors) -> new EmbedResponse(model.name(), vectors));
	}

	@GetMapping("/similarity")
	CompletableFuture<SimilarityResponse> similarity(@RequestParam(required = false) @Nullable String model,
			@RequestParam(required = false) @Nullable String a, @RequestParam(required = false) @Nullable String b) {
		ServedModel served = model(model);
		return served.embed(List.of(Sentences.check("\"a\"", a), Sentences.check("\"b\"", b)))
			.thenApply((vectors) -> Vectors.cosine(vectors.get(0), vectors.get(1)))
			.thenApply((cosine) -> new SimilarityResponse(served.name(), Math.round(cosine * 1000) / 1000.0));
	}

	private ServedModel model(@Nullable String name) {
		if (name == null || name.isBlank()) {
			throw GatewayException
				.badRequest("Name a \"model\": one of " + String.join(", ", this.models.keySet()) + ".");
		}
		ServedModel model = this.models.get(name);
		if (model == null) {
			throw GatewayException.unknownModel(name, this.models.keySet());
		}
		return model;
	}

}
