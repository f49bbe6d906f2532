package io.ossmc.autoconfigure.cloud;

import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * The sentences that the same mistake would get at the start, where an application ends.
 */
final class Explanation {

	private final ConfigurableApplicationContext context;

	Explanation(ConfigurableApplicationContext context) {
		this.context = context;
	}

	String of(Throwable failure) {
		return analyzers().stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map(Explanation::text)
			.orElseGet(failure::toString);
	}

	private List<FailureAnalyzer> analyzers() {
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, this.context.getBeanFactory())
			.and(Environment.class, this.context.getEnvironment());
		return SpringFactoriesLoader.forDefaultResourceLocation(this.context.getClassLoader())
			.load(FailureAnalyzer.class, arguments, (type, name, failure) -> {
				// Another's analyzer that cannot be made explains nothing.
			});
	}

	private static String text(FailureAnalysis analysis) {
		return analysis.getDescription() + " " + analysis.getAction();
	}

}
