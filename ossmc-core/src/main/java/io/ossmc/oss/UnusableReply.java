package io.ossmc.oss;

import java.io.IOException;

/** What came is a reply, but nothing that can be made use of. Its message says what. */
final class UnusableReply extends IOException {

	private static final long serialVersionUID = 1L;

	UnusableReply(String what) {
		super(what);
	}

}
