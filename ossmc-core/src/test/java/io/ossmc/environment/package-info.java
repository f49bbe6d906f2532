/**
 * The connector where a JVM has little, or speaks another language: each environment is a
 * JVM of its own, in which JUnit runs a set of tests.
 * {@link io.ossmc.environment.EnvironmentTests} starts them; the sets are the classes
 * tagged {@code environment}, which run among the others too, and those here that only
 * make sense in their environment.
 */
@NullMarked
package io.ossmc.environment;

import org.jspecify.annotations.NullMarked;
