package io.ossmc.emulator.fault;

import java.net.URI;
import java.util.random.RandomGenerator;

import io.ossmc.emulator.PlainReply;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.Script;

/**
 * One request that is to be answered wrongly.
 *
 * @param request the request
 * @param count how many requests for the same object or listing there were, this one
 * included
 * @param random what to draw from: the same for the same seed, object and count
 * @param elsewhere a server that no client should ever ask
 */
record Occasion(Request request, int count, RandomGenerator random, URI elsewhere) {

	/** Head and, unless it is a HEAD that is answered, body. */
	Script complete(PlainReply reply) {
		return (this.request.kind() == RequestKind.HEAD_OBJECT) ? Script.begin().send(reply.head()) : reply.send();
	}

	/** What the listing is of. */
	String prefix() {
		return this.request.query().getOrDefault("prefix", "");
	}

}
