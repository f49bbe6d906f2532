package io.ossmc.version;

/** What becomes of a file when somebody lets it go. */
enum Release {

	/** Others have it, or may ask for it. */
	HELD,

	/** Whoever left frees it. */
	LAST,

	/** It is being freed already. */
	FREEING

}
