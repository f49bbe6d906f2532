/**
 * Listings of any length: exact, in the order of keys unless told otherwise, as quickly
 * as OSS answers.
 * <p>
 * A {@link io.ossmc.listing.Listing} reads {@link io.ossmc.listing.PageSource}: with
 * folders one after the other ({@link io.ossmc.listing.SuccessivePages}), else of many
 * ranges of keys at the same time ({@link io.ossmc.listing.RangedPages}).
 * <p>
 * A <em>range</em> {@code (after, bound]} ({@link io.ossmc.listing.KeyRange}) is listed
 * by asking for the page after its last known key, again and again. So what remains of it
 * can be cut in two at any key, by whoever is idle ({@link io.ossmc.listing.RangePlan}),
 * at a key that is guessed from those that were seen ({@link io.ossmc.listing.Alphabet}).
 * A guess may be wrong and costs a request; the result is always what a single range
 * would have brought, since ranges neither overlap nor leave a gap: what a page brings
 * beyond its bound is dropped, and its bound is read when the page comes, under the lock
 * that whoever cuts holds.
 * <p>
 * Objects that were there all the time are listed, once. Those that come or go meanwhile
 * may be or not, as with any listing of more than one page.
 */
@NullMarked
package io.ossmc.listing;

import org.jspecify.annotations.NullMarked;
