package io.ossmc.emulator;

import java.io.IOException;

/**
 * The body of one PUT on its way to a bucket. One thread at a time; ended by exactly one
 * of commit and abort.
 */
interface Upload {

	void write(byte[] bytes) throws IOException;

	/** Ends the body; called once, before the commit. */
	Digest digest() throws IOException;

	/** Makes the object visible. */
	StoredObject commit(Digest digest) throws IOException;

	void abort();

}
