package io.ossmc;

/**
 * Where requests name the bucket. OSS itself takes {@link #VIRTUAL}, and {@link #CNAME}
 * for domains of one's own; gateways, private installations and emulators may want
 * {@link #PATH}.
 */
public enum AddressStyle {

	/** As the first label of the host: {@code https://bucket.endpoint/key}. */
	VIRTUAL,

	/** As the first part of the path: {@code https://endpoint/bucket/key}. */
	PATH,

	/**
	 * Nowhere, because the endpoint belongs to one bucket: {@code https://endpoint/key}.
	 */
	CNAME

}
