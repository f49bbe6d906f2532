/**
 * Figures and how they are shown: JSON, Markdown, SVG.
 */
@NullMarked
package io.ossmc.benchmark.report;

import org.jspecify.annotations.NullMarked;
