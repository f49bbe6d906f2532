/**
 * How fast a directory of many small files is there, beside the SDK with as many threads.
 */
@NullMarked
package io.ossmc.benchmark.smallfiles;

import org.jspecify.annotations.NullMarked;
