package io.ossmc.benchmark.server;

/**
 * An object to be fetched.
 *
 * @param key in the bucket; objects of one directory have one prefix
 * @param size in bytes
 * @param crc64 CRC-64/XZ of all bytes, known before the server was asked
 * @param url presigned, for every range
 */
public record Source(String key, long size, long crc64, String url) {

	/**
	 * Its directory.
	 * @return the prefix with its slash
	 */
	public String prefix() {
		return this.key.substring(0, this.key.lastIndexOf('/') + 1);
	}

	/**
	 * Its name in the directory.
	 * @return the last part of the key
	 */
	public String name() {
		return this.key.substring(this.key.lastIndexOf('/') + 1);
	}

}
