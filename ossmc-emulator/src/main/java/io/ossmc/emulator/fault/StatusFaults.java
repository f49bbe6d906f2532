package io.ossmc.emulator.fault;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ossmc.emulator.PlainReply;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Script;

/** Other statuses than the right one, as OSS, a gateway or nobody sends them. */
final class StatusFaults {

	private static final String PAGE = "<html><body><h1>It does not work</h1></body></html>";

	private StatusFaults() {
	}

	static List<Fault> all() {
		return Stream.of(errorsOfOss(), errorsOfGateways(), redirects(), wrongSuccesses())
			.flatMap(List::stream)
			.toList();
	}

	private static List<Fault> errorsOfOss() {
		return List.of(error("status.500", 500, "InternalError"), error("status.503", 503, "ServiceUnavailable"),
				error("status.403-denied", 403, "AccessDenied"),
				error("status.403-signature", 403, "SignatureDoesNotMatch"),
				error("status.403-skewed", 403, "RequestTimeTooSkewed"),
				error("status.403-token-expired", 403, "SecurityTokenExpired"),
				error("status.403-archived", 403, "InvalidObjectState"), error("status.404-key", 404, "NoSuchKey"),
				error("status.404-bucket", 404, "NoSuchBucket"),
				error("status.404-symlink", 404, "SymlinkTargetNotExist"), error("status.408", 408, "RequestTimeout"),
				error("status.409", 409, "OperationConflict"),
				Fault.of("status.412", Fault.GET, (occasion) -> Reaction.status(412, "PreconditionFailed")),
				Fault.of("status.416", Fault.GET, (occasion) -> Reaction.status(416, "InvalidRange")),
				error("status.code-unknown", 418, "Teapot"), error("status.code-of-another-status", 500, "NoSuchKey"),
				error("status.code-with-control-characters", 400, "Bad\n\t\u0085Code" + "x".repeat(5000)));
	}

	private static Fault error(String name, int status, String code) {
		return Fault.of(name, Fault.ALL, (occasion) -> Reaction.status(status, code));
	}

	private static List<Fault> errorsOfGateways() {
		return List
			.of(bare("status.500-bare", "HTTP/1.1 500 Internal Server Error"),
					bare("status.403-bare", "HTTP/1.1 403 Forbidden"),
					bare("status.404-bare", "HTTP/1.1 404 Not Found"), bare("status.410-bare", "HTTP/1.1 410 Gone"),
					bare("status.429-bare", "HTTP/1.1 429 Too Many Requests"),
					bare("status.999", "HTTP/1.1 999 Whatever"), bare("status.000", "HTTP/1.1 000 Nothing"),
					page("status.502-page", "HTTP/1.1 502 Bad Gateway"),
					page("status.504-page", "HTTP/1.1 504 Gateway Timeout"), page("status.200-page", "HTTP/1.1 200 OK"),
					Fault.played("status.500-body-drips", Fault.GET,
							(plain, occasion) -> Slowness.drip(PlainReply.of("HTTP/1.1 500 Internal Server Error")
								.with("Content-Length", "100000"), "<Error>")),
					Fault.played("status.500-body-stalls", Fault.ALL,
							(plain, occasion) -> occasion.complete(
									PlainReply.of("HTTP/1.1 500 Internal Server Error").with("Content-Length", "900"))
								.stall()),
					Fault.changed("status.500-body-is-endless", Fault.GET,
							(plain) -> PlainReply.of("HTTP/1.1 500 Internal Server Error")
								.with("Content-Length", "99999999999")
								.body(new byte[1 << 20])));
	}

	private static Fault bare(String name, String status) {
		return Fault.changed(name, Fault.ALL, (plain) -> PlainReply.of(status).with("Content-Length", "0"));
	}

	private static Fault page(String name, String status) {
		return Fault.changed(name, Fault.ALL,
				(plain) -> PlainReply.of(status).with("Content-Type", "text/html").text(PAGE));
	}

	private static List<Fault> redirects() {
		return List.of(elsewhere("status.301-elsewhere", 301), elsewhere("status.302-elsewhere", 302),
				elsewhere("status.307-elsewhere", 307), elsewhere("status.308-elsewhere", 308),
				Fault.of("status.307-to-itself", Fault.ALL,
						(occasion) -> Reaction.redirect("/" + occasion.request().bucket() + "/"
								+ occasion.request().key() + "?again=" + occasion.count())),
				Fault.of("status.301-to-nowhere", Fault.ALL,
						(occasion) -> Reaction.status(301, "PermanentRedirect", Map.of())),
				Fault.of("status.302-to-garbage", Fault.ALL,
						(occasion) -> Reaction.status(302, "Found", Map.of("Location", "ht!tp:// :-1/\u00e4"))));
	}

	private static Fault elsewhere(String name, int status) {
		return Fault.of(name, Fault.ALL, (occasion) -> Reaction.status(status, "AccessDenied", Map.of("Location",
				occasion.elsewhere() + "/" + occasion.request().bucket() + "/" + occasion.request().key())));
	}

	private static List<Fault> wrongSuccesses() {
		return List.of(
				Fault.changed("status.204", Fault.ALL,
						(plain) -> plain.status("HTTP/1.1 204 No Content").without("Content-Length").body(new byte[0])),
				Fault.changed("status.205", Fault.ALL,
						(plain) -> plain.status("HTTP/1.1 205 Reset Content")
							.with("Content-Length", "0")
							.body(new byte[0])),
				Fault.changed("status.304", Fault.ALL,
						(plain) -> plain.status("HTTP/1.1 304 Not Modified")
							.without("Content-Length")
							.body(new byte[0])),
				Fault.changed("status.206-without-range", Fault.ALL,
						(plain) -> plain.status("HTTP/1.1 206 Partial Content").without("Content-Range")),
				Fault.changed("status.200-with-range", Fault.GET, (plain) -> plain.status("HTTP/1.1 200 OK")),
				Fault.of("status.200-whole-object", Fault.GET, (occasion) -> Reaction.ignoreRange()),
				informational("status.100-flood", "HTTP/1.1 100 Continue\r\n\r\n".repeat(3000)),
				informational("status.103-hints", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
				Fault.played("status.100-for-ever", Fault.BODIES,
						(plain, occasion) -> Slowness.repeat("HTTP/1.1 100 Continue\r\n\r\n")),
				bare("status.101", "HTTP/1.1 101 Switching Protocols"));
	}

	private static Fault informational(String name, String before) {
		return Fault.played(name, Fault.ALL,
				(plain, occasion) -> Script.begin().send(before).send(plain.head()).send(plain.body()));
	}

}
