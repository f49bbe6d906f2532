package io.ossmc.oss;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, as it was said: whether it can be is for {@link ListingRules}.
 *
 * @param objects in the order in which they came
 * @param folders common prefixes, in the order in which they came
 * @param truncated whether there is more
 * @param nextToken how to ask for it; null if none was given
 */
public record ListPage(List<ListedObject> objects, List<ListedObject> folders, boolean truncated,
		@Nullable String nextToken) {
}
