package io.ossmc.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelProgress.LoadState;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.OssmcReconcileListener;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} that waits for the first READY of each eager model: until then
 * OUT_OF_SERVICE, or DOWN if one failed. Afterwards it is UP for good, whatever happens
 * to models later: an application that loses its traffic because a model is refreshed
 * helps nobody.
 */
public class OssmcHealthIndicator extends AbstractHealthIndicator implements OssmcReconcileListener {

	private final OssModelConnector connector;

	private volatile boolean served;

	/**
	 * Creates the indicator.
	 * @param connector whose models to look at
	 */
	public OssmcHealthIndicator(OssModelConnector connector) {
		super("The models could not be looked at");
		this.connector = connector;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<ModelProgress> models = progress();
		builder.status(status(models));
		models.forEach((model) -> builder.withDetail(model.name(), details(model)));
	}

	/**
	 * Readiness that was reached counts even if no probe has asked yet: models that come
	 * now do not take it back.
	 */
	@Override
	public void beforeReconcile() {
		status(progress());
	}

	private List<ModelProgress> progress() {
		return this.connector.models().stream().map(OssModel::progress).toList();
	}

	private Status status(List<ModelProgress> models) {
		List<ModelProgress> awaited = models.stream()
			.filter((model) -> model.mode() == ModelMode.EAGER && !model.serving())
			.toList();
		if (this.served || awaited.isEmpty()) {
			this.served = true;
			return Status.UP;
		}
		return awaited.stream().anyMatch(OssmcHealthIndicator::failed) ? Status.DOWN : Status.OUT_OF_SERVICE;
	}

	private static boolean failed(ModelProgress model) {
		ModelProgress.LoadProgress load = model.load();
		return model.state() == ModelState.FAILED || load != null && load.state() == LoadState.FAILED;
	}

	private static Map<String, Object> details(ModelProgress model) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", model.state().name());
		details.put("percent", percent(model));
		if (model.load() != null) {
			details.put("load", model.load().state().name());
		}
		if (model.error() != null) {
			details.put("error", model.error());
		}
		return details;
	}

	private static long percent(ModelProgress model) {
		if (model.state() == ModelState.READY) {
			return 100;
		}
		return (model.totalBytes() > 0) ? (long) (100.0 * model.fetchedBytes() / model.totalBytes()) : 0;
	}

}
