package io.ossmc.listing;

import java.util.concurrent.Executor;

/**
 * Who asks for pages beside the reader.
 *
 * @param threads runs requests, which wait; where it refuses the reader asks for all
 * @param most requests at the same time, as many as there may be connections
 */
public record Helpers(Executor threads, int most) {
}
