package io.ossmc;

/**
 * How far one object is.
 *
 * @param size bytes in all
 * @param fetched bytes in memory
 * @param complete whether all bytes are there and the verdict, if there is one, was right
 * @param verified whether the bytes were checked against the object's CRC-64; false if
 * OSS sent none
 */
public record ObjectProgress(long size, long fetched, boolean complete, boolean verified) {
}
