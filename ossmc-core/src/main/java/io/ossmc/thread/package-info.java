/** The connector's own threads, and the rule about its callers'. */
@NullMarked
package io.ossmc.thread;

import org.jspecify.annotations.NullMarked;
