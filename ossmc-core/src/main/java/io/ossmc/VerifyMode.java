package io.ossmc;

/**
 * Whether bytes are compared with the CRC-64 that OSS keeps of an object
 * ({@code x-oss-hash-crc64ecma}).
 */
public enum VerifyMode {

	/**
	 * Compared, and what OSS has no checksum of is refused with an
	 * {@link OssModelIntegrityException}.
	 */
	REQUIRED,

	/**
	 * Compared where OSS has a checksum; what it has none of is delivered and visibly not
	 * verified.
	 */
	TRUE,

	/** Not compared: lengths and ETags are still checked. */
	FALSE;

	/**
	 * Whether checksums are computed at all.
	 * @return false for {@link #FALSE}
	 */
	public boolean compares() {
		return this != FALSE;
	}

}
