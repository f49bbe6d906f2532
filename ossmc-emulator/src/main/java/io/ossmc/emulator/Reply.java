package io.ossmc.emulator;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer into what goes over the wire, with all that a hook does to it on the
 * way.
 */
final class Reply {

	private static final Logger logger = System.getLogger(Reply.class.getName());

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

	private final String id = randomId();

	private final long started = System.nanoTime();

	private final Server server;

	private final Connection connection;

	private final ChannelHandlerContext context;

	private final boolean head;

	private final String host;

	private boolean keepAlive;

	private Traffic.@Nullable Entry entry;

	private @Nullable BodyWriter body;

	private @Nullable ScriptWriter script;

	private boolean aborted;

	Reply(Server server, Connection connection, ChannelHandlerContext context, HttpRequest head) {
		this.server = server;
		this.connection = connection;
		this.context = context;
		this.head = head.method().equals(HttpMethod.HEAD);
		this.host = RequestHeads.host(head);
		this.keepAlive = HttpUtil.isKeepAlive(head);
	}

	/** Like those of OSS: 24 upper-case hexadecimal digits. */
	private static String randomId() {
		byte[] id = new byte[12];
		ThreadLocalRandom.current().nextBytes(id);
		return HexFormat.of().withUpperCase().formatHex(id);
	}

	/** Where to note the status. */
	void log(Traffic.Entry entry) {
		this.entry = entry;
	}

	/** The connection is not to be used again. */
	void close() {
		this.keepAlive = false;
	}

	void send(OssError error, Effects effects) {
		String xml = error.xml(this.id, this.host);
		Map<String, String> headers = new LinkedHashMap<>(error.headers());
		headers.put("x-oss-ec", error.ec());
		Answer answer = Answer.xml(error.status(), headers, xml);
		if (this.head) {
			headers.put("x-oss-err", Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)));
			answer = Answer.empty(error.status(), headers);
		}
		try {
			send(answer, answer.content().open(), effects);
		}
		catch (IOException ex) {
			throw new IllegalStateException("memory cannot be opened", ex);
		}
	}

	void send(Answer answer, Content.Reader reader, Effects effects) {
		boolean object = answer.status() < 300 && this.entry != null
				&& this.entry.request().kind() == RequestKind.GET_OBJECT;
		HttpResponse response = response(answer, effects);
		if (this.entry != null) {
			this.entry.status().set(response.status().code());
		}
		if (effects.script().isPresent()) {
			play(response, answer, reader, effects.script().get());
			return;
		}
		long length = this.head ? 0 : answer.slice().length();
		Optional<Reaction.Cut> cut = effects.cut().filter((wanted) -> !this.head);
		long sent = Math.min(length, cut.map(Reaction.Cut::bodyBytes).orElse(Long.MAX_VALUE));
		long rate = effects.throttle();
		TokenBucket throttle = new TokenBucket(() -> rate);
		List<TokenBucket> limits = object ? List.of(throttle, this.connection.limit(), this.server.settings().shared())
				: List.of(throttle);
		this.context.write(response);
		boolean regions = this.server.regions();
		this.body = new BodyWriter(this.context, reader, new ByteRange.Slice(answer.slice().position(), sent), regions,
				effects.corruptions(), limits, object ? this.server.traffic()::sent : (bytes) -> {
				}, (failure) -> ended(failure, cut.orElse(null)));
		this.body.write();
	}

	/**
	 * Makes the script on a worker: others' connections are served by this thread as
	 * well.
	 */
	private void play(HttpResponse response, Answer answer, Content.Reader reader, Reaction.Scripted scripted) {
		this.server.workers().execute(() -> {
			try (reader) {
				Script script = scripted.director().apply(plain(response, answer, reader));
				this.context.executor().execute(() -> play(script));
			}
			catch (IOException | RuntimeException ex) {
				this.context.executor().execute(() -> ended(ex, null));
			}
		});
	}

	private PlainReply plain(HttpResponse response, Answer answer, Content.Reader reader) throws IOException {
		PlainReply plain = PlainReply.of("HTTP/1.1 " + response.status());
		for (Map.Entry<String, String> header : response.headers()) {
			plain = plain.adding(header.getKey(), header.getValue());
		}
		int length = this.head ? 0 : Math.toIntExact(answer.slice().length());
		ByteBuf body = reader.read(this.context.alloc(), answer.slice().position(), length);
		try {
			return plain.body(ByteBufUtil.getBytes(body));
		}
		finally {
			body.release();
		}
	}

	private void play(Script script) {
		if (this.aborted) {
			return;
		}
		this.script = new ScriptWriter(this.context, script, () -> this.connection.answered(this.context, true),
				() -> this.connection.stall(this.context));
		this.script.play();
	}

	private HttpResponse response(Answer answer, Effects effects) {
		HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.valueOf(answer.status()));
		HttpHeaders headers = response.headers();
		headers.set("Server", "AliyunOSS");
		headers.set("Date", HTTP_DATE.format(Instant.now()));
		headers.set("x-oss-request-id", this.id);
		answer.headers().forEach((name, value) -> headers.set(name, RequestHeads.octets(value)));
		headers.set("x-oss-server-time", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.started));
		if (effects.chunked() && !this.head) {
			headers.set("Transfer-Encoding", HttpHeaderValues.CHUNKED);
		}
		else if (answer.status() != 304 && answer.status() != 204) {
			headers.set("Content-Length", answer.slice().length());
		}
		for (Reaction change : effects.headerChanges()) {
			switch (change) {
				case Reaction.OmitHeader omit -> headers.remove(omit.name());
				case Reaction.ReplaceHeader replace -> headers.set(replace.name(), replace.value());
				default -> throw new IllegalStateException("not a change of headers: " + change);
			}
		}
		boolean framed = HttpUtil.isContentLengthSet(response) || HttpUtil.isTransferEncodingChunked(response)
				|| answer.status() == 304 || answer.status() == 204;
		this.keepAlive &= framed && !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
		headers.set("Connection", this.keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
		return response;
	}

	private void ended(@Nullable Throwable failure, Reaction.@Nullable Cut cut) {
		if (failure != null) {
			logger.log(Level.DEBUG, "The body of an answer was not sent in full", failure);
			this.context.close();
			return;
		}
		if (cut == null) {
			this.context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
				.addListener((sent) -> this.connection.answered(this.context, this.keepAlive && sent.isSuccess()));
			return;
		}
		this.context.flush();
		switch (cut.end()) {
			case STALL -> this.connection.stall(this.context);
			case CLOSE -> this.context.close();
			case RESET -> {
				this.context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
				this.context.close();
			}
		}
	}

	/** The client left. */
	void abort() {
		this.aborted = true;
		if (this.body != null) {
			this.body.abort();
		}
		if (this.script != null) {
			this.script.abort();
		}
	}

}
