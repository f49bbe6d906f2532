package io.ossmc.oss;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param entries objects and folders in key order
 * @param nextToken how to ask for the next page; null at the end
 */
public record ListPage(List<ListedObject> entries, @Nullable String nextToken) {
}
