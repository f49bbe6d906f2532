package io.ossmc.sample.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers what a filter refuses as if a controller had refused it. */
@Component
class Refusals {

	private final HandlerExceptionResolver resolver;

	Refusals(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
		this.resolver = resolver;
	}

	void answer(HttpServletRequest request, HttpServletResponse response, RefusedException refused)
			throws ServletException {
		if (this.resolver.resolveException(request, response, null, refused) == null) {
			throw new ServletException(refused);
		}
	}

}
