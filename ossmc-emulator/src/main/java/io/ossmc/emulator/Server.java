package io.ossmc.emulator;

import java.util.concurrent.ExecutorService;

/**
 * What all connections share.
 *
 * @param hosts which hosts are buckets
 * @param authenticator checks signatures
 * @param operations does the work
 * @param settings as they are at this moment
 * @param traffic counts
 * @param workers threads that may block on the disk
 * @param regions whether connections take regions of files, which encryption cannot
 */
record Server(VirtualHosts hosts, Authenticator authenticator, Operations operations, Settings settings,
		Traffic traffic, ExecutorService workers, boolean regions) {
}
