package io.ossmc.sample.embedding;

import io.ossmc.LoadedModel;
import io.ossmc.OssModelConnector;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The models this gateway answers with. Each is fetched by the connector (it is named
 * under {@code ossmc.prepare}) and loaded once per version, off the request threads.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddingConfiguration {

	@Bean
	LoadedModel<Embedder> minilm(OssModelConnector models) {
		return models.model("minilm").load(MeanEmbedder::minilm);
	}

	@Bean
	LoadedModel<Embedder> bge(OssModelConnector models) {
		return models.model("bge").load(BgeEmbedder::open);
	}

	/** Lazy: fetched and loaded by its first use, given up when nobody uses it. */
	@Bean
	LoadedModel<Embedder> e5(OssModelConnector models) {
		return models.model("e5").load(MeanEmbedder::e5);
	}

}
