/**
 * What a byte costs: this connector beside its peers and a C program.
 */
@NullMarked
package io.ossmc.benchmark.download;

import org.jspecify.annotations.NullMarked;
