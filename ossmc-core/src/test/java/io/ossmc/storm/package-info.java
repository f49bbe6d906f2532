/**
 * A storm: many threads do everything the API allows, at once and in no order, against an
 * OSS that fails, under a budget that is too small, with loaders, closers and listeners
 * that throw. {@link io.ossmc.storm.StormTests} brings OSS and judges the end;
 * {@link io.ossmc.storm.StormProgram} is the JVM in which it happens. What the threads do
 * is a list, {@link io.ossmc.storm.Operations}: one more operation is one more line.
 * {@link io.ossmc.storm.Verdict} decides what is wrong.
 */
@NullMarked
package io.ossmc.storm;

import org.jspecify.annotations.NullMarked;
