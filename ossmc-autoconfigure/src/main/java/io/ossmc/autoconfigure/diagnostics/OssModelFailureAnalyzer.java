package io.ossmc.autoconfigure.diagnostics;

import io.ossmc.OssModelException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints what each of our errors says about itself. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OssModelFailureAnalyzer extends AbstractFailureAnalyzer<OssModelException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, OssModelException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
