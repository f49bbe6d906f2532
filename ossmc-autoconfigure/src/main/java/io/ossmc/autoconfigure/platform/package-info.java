/**
 * Says in one sentence that Java or Spring Boot is too old, where their own words would
 * be an error about class files. Everything in this package is compiled for Java 17 and
 * uses only what Spring Boot 3 has too, and nothing of ours outside.
 */
@NullMarked
package io.ossmc.autoconfigure.platform;

import org.jspecify.annotations.NullMarked;
