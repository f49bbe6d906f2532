/**
 * What the gateway answers over HTTP. No request thread ever waits for a model: one that
 * is not there yet is a 503 that says how far it is.
 */
@NullMarked
package io.ossmc.sample.gateway;

import org.jspecify.annotations.NullMarked;
