package io.ossmc.pace;

import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

/**
 * Why a transfer does not get on, as far as its last request tells.
 *
 * @param problem what happened or is waited for; a full stop at its end goes
 * @param remedy one sentence on what to do
 * @param cause null if nothing was thrown
 */
public record Setback(String problem, String remedy, @Nullable Throwable cause) {

	/**
	 * Takes the full stop away.
	 */
	public Setback {
		problem = problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
	}

	/** Nothing has happened to it at all. */
	public static final Setback NO_TURN = new Setback("there was no connection free for it",
			"Check the network and the endpoint: all connections wait for bytes.", null);

	/** It has connections, and nothing has come on them yet. */
	public static final Setback SILENCE = new Setback("its requests bring nothing",
			"Check the network and the endpoint; if others get bytes, look at the object itself.", null);

	/** Made beforehand: there is no memory when it is needed. */
	public static final Setback OUT_OF_MEMORY = new Setback("the heap is full", "Give the JVM more heap (-Xmx).", null);

	/** Nobody knows what a supplier or a client waits for. */
	static Setback notSigned(String bucket) {
		return new Setback(
				"its requests are not signed, the supplier of the credentials for bucket \"" + bucket
						+ "\" (or the given OSS client) does not return",
				"Look at what supplies them (ossmc.credentials, or a supplier of the application's own).", null);
	}

	/**
	 * What OSS or a store refused.
	 * @param refusal that exception
	 * @return what it says
	 */
	public static Setback of(OssModelException refusal) {
		return new Setback(refusal.problem(), refusal.remedy(), refusal);
	}

	/**
	 * A request that failed.
	 * @param trouble in which way
	 * @param cause what was thrown
	 * @return what it says, and what helps against such trouble
	 */
	public static Setback of(Trouble trouble, Throwable cause) {
		return new Setback(String.valueOf(cause.getMessage()), trouble.remedy(), cause);
	}

}
