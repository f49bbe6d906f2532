package io.ossmc.sample.web;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the pages of others, open in the same browser, from using the gateway: it asks
 * for no login, so that whatever a browser can reach a page could use. Looks at headers
 * only, before anything else of a request is read.
 * <ul>
 * <li>Any request has to be for one of the {@link ServedHosts}.</li>
 * <li>A browser says by {@code Sec-Fetch-Site} where a request comes from (W3C Fetch
 * Metadata), or, where that header is not sent (an old browser, neither TLS nor
 * localhost), by {@code Origin} (RFC 6454). From elsewhere comes nothing but a link that
 * is followed. This goes for {@code GET} too: one brings a lazy model into memory.</li>
 * <li>What has neither header comes from no browser, and nobody is misled by it.</li>
 * </ul>
 * It is no replacement for a login where others reach the port.
 */
@Component
@EnableConfigurationProperties(WebProperties.class)
@Order(Ordered.HIGHEST_PRECEDENCE + 11)
class SameOriginFilter extends OncePerRequestFilter {

	private static final String SITE = "Sec-Fetch-Site";

	private static final List<String> OWN_SITE = List.of("same-origin", "none");

	private final ServedHosts hosts;

	private final Refusals refusals;

	SameOriginFilter(WebProperties properties, Refusals refusals) {
		this.hosts = new ServedHosts(properties.hosts());
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!this.hosts.include(request.getServerName(), request.getLocalAddr())) {
			this.refusals.answer(request, response, RefusedException.unknownHost(request.getServerName()));
		}
		else if (isFromElsewhere(request) && !isFollowedLink(request)) {
			this.refusals.answer(request, response, RefusedException.otherOrigin());
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private static boolean isFromElsewhere(HttpServletRequest request) {
		List<String> sites = Collections.list(request.getHeaders(SITE));
		if (!sites.isEmpty()) {
			return !OWN_SITE.containsAll(sites);
		}
		String host = request.getHeader(HttpHeaders.HOST);
		return !Collections.list(request.getHeaders(HttpHeaders.ORIGIN))
			.stream()
			.allMatch((origin) -> isOrigin(origin, host));
	}

	/**
	 * The scheme is not compared: a proxy that ends TLS makes it another one here.
	 */
	private static boolean isOrigin(String origin, String host) {
		int authority = origin.indexOf("://");
		return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
	}

	private static boolean isFollowedLink(HttpServletRequest request) {
		return HttpMethod.GET.matches(request.getMethod()) && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
				&& "document".equals(request.getHeader("Sec-Fetch-Dest"));
	}

}
