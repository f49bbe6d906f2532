package io.ossmc.listing;

import java.util.List;

import io.ossmc.oss.ListedObject;
import org.jspecify.annotations.Nullable;

/** The pages of a listing, checked. For one reader. */
interface PageSource extends AutoCloseable {

	/**
	 * The next page, asked for when it is wanted.
	 * @return its entries, which may be none; null at the end
	 * @throws io.ossmc.OssModelException if it cannot be had
	 */
	@Nullable List<ListedObject> next();

	/** Ends what is under way, from any thread. */
	@Override
	void close();

}
