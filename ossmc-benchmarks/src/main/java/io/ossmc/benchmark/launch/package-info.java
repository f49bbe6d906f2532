/**
 * The way from {@code java -jar} to a JDK that is new enough. Compiled for Java 17, hence
 * without annotations of the rest.
 */
package io.ossmc.benchmark.launch;
