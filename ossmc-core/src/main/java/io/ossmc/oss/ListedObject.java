package io.ossmc.oss;

import io.ossmc.ObjectSummary;

/**
 * One line of a listing with what only the connector needs to know of it.
 *
 * @param summary what everybody sees
 * @param symlink whether it is a symlink, whose size, ETag and storage class say nothing
 * of what a GET would bring: a HEAD tells them
 * @param restored whether an archived object can be read now: it was restored and has not
 * expired
 */
public record ListedObject(ObjectSummary summary, boolean symlink, boolean restored) {
}
