package io.ossmc.store;

import java.util.List;

import io.ossmc.ObjectSummary;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param entries objects and folders in key order
 * @param nextToken how to ask for the next page; null at the end
 */
public record ListPage(List<ObjectSummary> entries, @Nullable String nextToken) {
}
