package io.ossmc.emulator;

/**
 * Decides what happens to each request: called once per request, before its signature is
 * checked and before the normal answer, on the connection's event loop. It must be
 * thread-safe and must not block; to wait for something, return {@link Reaction#when}.
 */
@FunctionalInterface
public interface RequestHook {

	/** Lets every request have its normal answer. */
	RequestHook NONE = (request) -> Reaction.proceed();

	/**
	 * What is to happen to this request.
	 * @param request the request
	 * @return the reaction
	 */
	Reaction react(Request request);

}
