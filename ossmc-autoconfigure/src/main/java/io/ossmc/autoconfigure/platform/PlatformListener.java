package io.ossmc.autoconfigure.platform;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Stops the start on a platform that is too old, before anything of ours is loaded that
 * was compiled for a newer one: the environment post-processors come next. Not at the
 * event before this one, as the failure would not be analyzed there.
 */
class PlatformListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		Platform.here().problem().ifPresent((problem) -> {
			throw problem;
		});
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
