package io.ossmc.sample.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * A request whose body ends with an error at the first byte beyond a limit. Forms are
 * read by the container itself, which has a limit of its own for them
 * ({@code server.tomcat.max-http-form-post-size}).
 */
final class LimitedRequest extends HttpServletRequestWrapper {

	private final DataSize limit;

	private @Nullable ServletInputStream body;

	private @Nullable BufferedReader reader;

	LimitedRequest(HttpServletRequest request, DataSize limit) {
		super(request);
		this.limit = limit;
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		ServletInputStream limited = this.body;
		if (limited == null) {
			limited = new LimitedBody(super.getInputStream(), this.limit);
			this.body = limited;
		}
		return limited;
	}

	@Override
	public BufferedReader getReader() throws IOException {
		BufferedReader characters = this.reader;
		if (characters == null) {
			String encoding = getCharacterEncoding();
			Charset charset = (encoding != null) ? Charset.forName(encoding) : StandardCharsets.ISO_8859_1;
			characters = new BufferedReader(new InputStreamReader(getInputStream(), charset));
			this.reader = characters;
		}
		return characters;
	}

}
