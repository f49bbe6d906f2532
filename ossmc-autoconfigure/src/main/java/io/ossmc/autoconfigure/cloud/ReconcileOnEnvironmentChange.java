package io.ossmc.autoconfigure.cloud;

import io.ossmc.autoconfigure.OssmcReconciler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;

/**
 * Reconciles whenever the environment has changed, whatever the keys: those of
 * {@code ossmc} may have placeholders. Where they say the same as before nothing happens.
 */
final class ReconcileOnEnvironmentChange implements ApplicationListener<EnvironmentChangeEvent> {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc");

	private final OssmcReconciler reconciler;

	private final Explanation explanation;

	ReconcileOnEnvironmentChange(OssmcReconciler reconciler, Explanation explanation) {
		this.reconciler = reconciler;
		this.explanation = explanation;
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		try {
			this.reconciler.reconcile();
		}
		catch (RuntimeException ex) {
			// Others listen to the event too, and Nacos would deliver it again.
			logger.error("The changed configuration cannot be used, the models stay as they are. {}",
					this.explanation.of(ex));
			logger.debug("The changed configuration cannot be used", ex);
		}
	}

}
