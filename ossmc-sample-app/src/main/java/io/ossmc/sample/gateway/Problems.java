package io.ossmc.sample.gateway;

import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as RFC 9457 problem details. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	@Nullable ResponseEntity<Object> modelUnavailable(OssModelException ex, WebRequest request) {
		GatewayException problem = GatewayException.unavailable(ex);
		return handleExceptionInternal(problem, problem.getBody(), problem.getHeaders(), problem.getStatusCode(),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex.getMostSpecificCause() instanceof ErrorResponseException refused) {
			// It was refused while it was read: the parser found nothing wrong with it.
			return handleErrorResponseException(refused, refused.getHeaders(), refused.getStatusCode(), request);
		}
		ProblemDetail problem = GatewayException
			.badRequest("The body is not what was expected. Send JSON such as "
					+ "{\"model\":\"minilm\",\"texts\":[\"eating food\"]}.")
			.getBody();
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleAsyncRequestTimeoutException(AsyncRequestTimeoutException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status,
				"The model did not answer in time: it is busy, or on its way back into memory. Try again in a moment.");
		problem.setTitle("No answer in time");
		HttpHeaders answer = new HttpHeaders();
		answer.set(HttpHeaders.RETRY_AFTER, "5");
		return handleExceptionInternal(ex, problem, answer, status, request);
	}

}
