package io.ossmc.transfer;

import org.jspecify.annotations.Nullable;

/**
 * Why a transfer does not get on, as far as its last request tells.
 *
 * @param problem what happened or is waited for, without a full stop
 * @param remedy one sentence on what to do
 * @param cause null if nothing was thrown
 */
record Setback(String problem, String remedy, @Nullable Throwable cause) {

	/** Nothing has happened to it at all. */
	static final Setback NO_TURN = new Setback("there was no connection free for it",
			"Check the network and the endpoint: all connections wait for bytes.", null);

	/** It is asked for, and nothing comes. */
	static final Setback SILENT = new Setback("its requests bring nothing", "Check the network and the endpoint.",
			null);

	/** Made beforehand: there is no memory when it is needed. */
	static final Setback OUT_OF_MEMORY = new Setback("the heap is full", "Give the JVM more heap (-Xmx).", null);

	/** Nobody knows what a supplier or a client waits for. */
	static Setback notSigned(String bucket) {
		return new Setback(
				"its requests are not signed, the supplier of the credentials for bucket \"" + bucket
						+ "\" (or the given OSS client) does not return",
				"Look at what supplies them (ossmc.credentials, or a supplier of the application's own).", null);
	}

	static Setback of(Trouble trouble, Throwable cause) {
		return new Setback(String.valueOf(cause.getMessage()), trouble.remedy(), cause);
	}

}
