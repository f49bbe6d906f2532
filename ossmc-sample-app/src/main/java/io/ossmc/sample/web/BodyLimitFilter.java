package io.ossmc.sample.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a body that is too large: at once where its length is announced, else at the
 * byte that is one too many. Comes before whatever reads bodies, other filters included;
 * parsers keep what they read on the heap.
 */
@Component
@EnableConfigurationProperties(WebProperties.class)
@Order(Ordered.HIGHEST_PRECEDENCE + 12)
class BodyLimitFilter extends OncePerRequestFilter {

	private final DataSize limit;

	private final Refusals refusals;

	BodyLimitFilter(WebProperties properties, Refusals refusals) {
		this.limit = properties.maxBody();
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getContentLengthLong() > this.limit.toBytes()) {
			this.refusals.answer(request, response, RefusedException.bodyTooLarge(this.limit));
			return;
		}
		try {
			chain.doFilter(new LimitedRequest(request, this.limit), response);
		}
		catch (RefusedException ex) {
			// Another filter was reading; in a controller it is answered there.
			this.refusals.answer(request, response, ex);
		}
	}

}
