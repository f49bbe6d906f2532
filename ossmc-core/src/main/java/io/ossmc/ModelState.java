package io.ossmc;

/** Where a model is on its way. */
public enum ModelState {

	/** Known, nothing in memory, nothing under way. */
	ABSENT,

	/** Being listed, or waiting for memory. */
	QUEUED,

	/** Bytes are arriving. */
	FETCHING,

	/** Complete and, where OSS gives checksums, verified. */
	READY,

	/** The last attempt failed; another one follows. */
	FAILED

}
