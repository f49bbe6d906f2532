package io.ossmc.sample.gateway;

import java.time.Duration;
import java.util.Collection;

import io.ossmc.ModelProgress;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that gets no vectors, as RFC 9457 problem details whose {@code detail} says
 * what to do.
 */
final class GatewayException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private GatewayException(HttpStatus status, String title, String detail) {
		super(status, problem(status, title, detail), null);
	}

	static GatewayException badRequest(String detail) {
		return new GatewayException(HttpStatus.BAD_REQUEST, "The request cannot be used", detail);
	}

	static GatewayException unknownModel(String model, Collection<String> known) {
		return new GatewayException(HttpStatus.NOT_FOUND, "No such model",
				"There is no model \"" + model + "\". Use one of: " + String.join(", ", known) + ".");
	}

	/**
	 * The model is on its way.
	 * @param progress how far
	 */
	static GatewayException notReady(ModelProgress progress) {
		long retryAfter = retryAfter(progress);
		boolean failed = progress.state() == ModelState.FAILED;
		String detail = switch (progress.state()) {
			case READY ->
				(progress.error() != null) ? progress.error() : "The engine is loading it. Try again in a moment.";
			case FAILED -> progress.error() + " The gateway goes on trying.";
			default -> "It is being fetched. Try again in " + retryAfter + " s.";
		};
		GatewayException ex = new GatewayException(HttpStatus.SERVICE_UNAVAILABLE,
				"Model \"" + progress.name() + "\" is not ready" + (failed ? ": its last attempt failed" : ""), detail);
		ex.getBody().setProperty("model", progress.name());
		ex.getBody().setProperty("state", progress.state());
		ex.getBody().setProperty("fetchedBytes", progress.fetchedBytes());
		ex.getBody().setProperty("totalBytes", progress.totalBytes());
		ex.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
		return ex;
	}

	/**
	 * The model was there and went, and cannot be had again at the moment.
	 * @param error why
	 */
	static GatewayException unavailable(OssModelException error) {
		GatewayException ex = new GatewayException(HttpStatus.SERVICE_UNAVAILABLE, "The model cannot be had",
				error.getMessage());
		ex.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
		return ex;
	}

	private static ProblemDetail problem(HttpStatus status, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(title);
		return problem;
	}

	private static long retryAfter(ModelProgress progress) {
		Duration eta = progress.eta();
		if (eta == null) {
			return 5;
		}
		return Math.clamp(eta.toSeconds() + 1, 1, LONGEST_PAUSE.toSeconds());
	}

}
