package io.ossmc.sample.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/**
 * A request that no controller sees, as RFC 9457 problem details whose {@code detail}
 * says what to do.
 */
final class RefusedException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private RefusedException(HttpStatus status, String title, String detail) {
		super(status, problem(status, title, detail), null);
	}

	static RefusedException unknownHost(String host) {
		return new RefusedException(HttpStatus.FORBIDDEN, "Not a name of this gateway",
				"This gateway is not known as \"" + host
						+ "\". Call it localhost, or add the name to sample.web.hosts.");
	}

	static RefusedException otherOrigin() {
		return new RefusedException(HttpStatus.FORBIDDEN, "Only for the gateway's own page",
				"The request comes from another page than the gateway's own.");
	}

	/**
	 * The body is longer than it may be.
	 * @param limit how long it may be
	 */
	static RefusedException bodyTooLarge(DataSize limit) {
		RefusedException ex = new RefusedException(HttpStatus.CONTENT_TOO_LARGE, "The body is too large",
				"A request may have a body of at most " + limit.toBytes()
						+ " bytes here. Send fewer sentences at once.");
		// The rest of the body is on its way: no other request can follow it.
		ex.getHeaders().set(HttpHeaders.CONNECTION, "close");
		return ex;
	}

	private static ProblemDetail problem(HttpStatus status, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(title);
		return problem;
	}

}
