/** Listings as lazy streams, page by page. */
@NullMarked
package io.ossmc.listing;

import org.jspecify.annotations.NullMarked;
