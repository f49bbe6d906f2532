package io.ossmc.autoconfigure.health;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Adds a readiness group that waits for the models, unless the user defined one. Comes
 * before Boot's own post-processor, which has the lowest precedence: that one finds the
 * group, leaves its members alone and gives it the path {@code /readyz} if asked to.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 10)
class OssmcReadinessPostProcessor implements HealthEndpointGroupsPostProcessor {

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		return (groups.get(ReadinessGroups.READINESS) != null) ? groups : new ReadinessGroups(groups);
	}

}
