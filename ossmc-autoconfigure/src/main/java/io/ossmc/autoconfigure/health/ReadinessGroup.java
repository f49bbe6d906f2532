package io.ossmc.autoconfigure.health;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * Boot's readiness with the models in it. Statuses are Boot's defaults, as in its own
 * probe groups; what is shown follows the health endpoint itself.
 */
final class ReadinessGroup implements HealthEndpointGroup {

	private static final Set<String> MEMBERS = Set.of("readinessState", "ossmc");

	private final HealthEndpointGroup primary;

	ReadinessGroup(HealthEndpointGroup primary) {
		this.primary = primary;
	}

	@Override
	public boolean isMember(String name) {
		return MEMBERS.contains(name);
	}

	@Override
	public boolean showComponents(SecurityContext securityContext) {
		return this.primary.showComponents(securityContext);
	}

	@Override
	public boolean showDetails(SecurityContext securityContext) {
		return this.primary.showDetails(securityContext);
	}

	@Override
	public StatusAggregator getStatusAggregator() {
		return StatusAggregator.getDefault();
	}

	@Override
	public HttpCodeStatusMapper getHttpCodeStatusMapper() {
		return HttpCodeStatusMapper.getDefault();
	}

	@Override
	public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
		return null;
	}

}
