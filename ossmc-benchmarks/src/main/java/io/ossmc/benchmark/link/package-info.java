/**
 * How much of a link is used, and how soon.
 */
@NullMarked
package io.ossmc.benchmark.link;

import org.jspecify.annotations.NullMarked;
