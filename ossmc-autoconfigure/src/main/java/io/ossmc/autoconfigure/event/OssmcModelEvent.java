package io.ossmc.autoconfigure.event;

/**
 * Something happened to a model. Published to the application context, so that a method
 * with {@link org.springframework.context.event.EventListener @EventListener} gets it, of
 * this type or one of its kinds.
 * <p>
 * Listeners are called on the thread on which it happened, mostly one of the connector's,
 * in order per model: return soon, or add {@code @Async}. What happens before all
 * singletons are there is told then; nothing is told once the context is being closed.
 */
public sealed interface OssmcModelEvent permits OssmcModelReadyEvent, OssmcModelFailedEvent, OssmcModelEvictedEvent,
		OssmcModelRefreshedEvent, OssmcModelRefreshFailedEvent, OssmcModelLoadedEvent, OssmcModelLoadFailedEvent {

	/**
	 * The model.
	 * @return its name
	 */
	String model();

}
