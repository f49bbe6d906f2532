package io.ossmc.autoconfigure.health;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

/**
 * Boot's readiness with the models in it. Statuses are Boot's defaults and nothing but
 * the status is shown, as in its own probe groups: probes are asked without credentials.
 */
final class ReadinessGroup implements HealthEndpointGroup {

	private static final Set<String> MEMBERS = Set.of("readinessState", "ossmc");

	private static final Set<Status> UNAVAILABLE = Set.of(Status.DOWN, Status.OUT_OF_SERVICE);

	@Override
	public boolean isMember(String name) {
		return MEMBERS.contains(name);
	}

	@Override
	public boolean showComponents(SecurityContext securityContext) {
		return false;
	}

	@Override
	public boolean showDetails(SecurityContext securityContext) {
		return false;
	}

	@Override
	public StatusAggregator getStatusAggregator() {
		return StatusAggregator.getDefault();
	}

	/** Boot's defaults have no name that Spring Boot 4.0 and 4.1 share. */
	@Override
	public HttpCodeStatusMapper getHttpCodeStatusMapper() {
		return (status) -> UNAVAILABLE.contains(status) ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE
				: WebEndpointResponse.STATUS_OK;
	}

	@Override
	public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
		return null;
	}

}
