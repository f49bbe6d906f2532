package io.ossmc.pace;

import java.io.IOException;

import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.spi.OssModelListener.RetryReason;

/**
 * What a failed request means: whose fault it may be, whether another try is likely to
 * help, and what to do about it. The one place that decides this, by types and never by
 * texts.
 */
public enum Trouble {

	/** A 5xx or 408. */
	SERVER(Of.HOST_OR_OBJECT, false, RetryReason.SERVER_ERROR,
			"OSS fails on its side; if it lasts, look at the OSS status page."),

	/** Nothing came. */
	SILENCE(Of.HOST_OR_OBJECT, false, RetryReason.STALL, "Check the network and the endpoint."),

	/** The connection ended early. */
	BROKEN(Of.HOST_OR_OBJECT, false, RetryReason.CONNECTION, "Check the network and the endpoint."),

	/** None of the host's addresses answers. */
	UNREACHABLE(Of.HOST, false, RetryReason.CONNECTION,
			"Check the network and ossmc.endpoint; -internal endpoints answer only inside their region."),

	/** The host's name has no address. */
	UNKNOWN_HOST(Of.HOST, true, RetryReason.CONNECTION,
			"Check ossmc.endpoint and the name server; -internal endpoints are known only inside their region."),

	/** No TLS: certificate, name, version or port. */
	TLS(Of.HOST, true, RetryReason.CONNECTION,
			"Check that ossmc.endpoint is served with https, that its certificate is valid for that name"
					+ " and that this JVM trusts who signed it."),

	/** A reply that is not one to what was asked. */
	ODD_REPLY(Of.OBJECT, true, RetryReason.CONNECTION,
			"Something answers in the place of OSS or changes its replies:"
					+ " check ossmc.endpoint, ossmc.fetch.proxy and what is between."),

	/** This process has no socket or no page. */
	MACHINE(Of.MACHINE, false, RetryReason.CONNECTION,
			"Raise the limit of open files (ulimit -n) or give the process more memory.");

	private final Of of;

	private final boolean lasting;

	private final RetryReason reason;

	private final String remedy;

	Trouble(Of of, boolean lasting, RetryReason reason, String remedy) {
		this.of = of;
		this.lasting = lasting;
		this.reason = reason;
		this.remedy = remedy;
	}

	public static Trouble of(IOException error) {
		return switch (error) {
			case HttpStatusFailure _ -> SERVER;
			case HttpFailure.Protocol _ -> ODD_REPLY;
			case HttpFailure.Stalled _ -> SILENCE;
			case HttpFailure.Connect connect -> connect.unknownHost() ? UNKNOWN_HOST : UNREACHABLE;
			case HttpFailure.Tls tls -> tls.handshake() ? TLS : BROKEN;
			case HttpFailure.Local _ -> MACHINE;
			default -> BROKEN;
		};
	}

	public Of of() {
		return this.of;
	}

	/** Whether another try will hardly help. */
	public boolean lasting() {
		return this.lasting;
	}

	public RetryReason reason() {
		return this.reason;
	}

	/** One sentence on what to do. */
	public String remedy() {
		return this.remedy;
	}

	/** Whose fault it may be. */
	enum Of {

		HOST, HOST_OR_OBJECT, OBJECT, MACHINE

	}

}
