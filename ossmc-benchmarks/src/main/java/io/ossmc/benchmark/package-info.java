/**
 * What we claim about speed, re-runnable by anybody: the command line and what a
 * benchmark is.
 */
@NullMarked
package io.ossmc.benchmark;

import org.jspecify.annotations.NullMarked;
