package io.ossmc.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: the hook is asked, the signature checked, the body taken in
 * or thrown away, and, once all of it is there, the answer found on a worker and sent.
 * Lives on the connection's event loop.
 */
final class Exchange {

	private static final Logger logger = System.getLogger(Exchange.class.getName());

	private static final int LONGEST_DOCUMENT = 64 * 1024;

	private final Server server;

	private final Connection connection;

	private final ChannelHandlerContext context;

	private final HttpRequest head;

	private final Reply reply;

	private @Nullable Request request;

	private Effects effects = new Effects(Reaction.proceed());

	private @Nullable OssError error;

	private @Nullable Upload upload;

	/** Of a request whose body is a small document. */
	private @Nullable ByteArrayOutputStream document;

	private boolean aborted;

	Exchange(Server server, Connection connection, ChannelHandlerContext context, HttpRequest head) {
		this.server = server;
		this.connection = connection;
		this.context = context;
		this.head = head;
		this.reply = new Reply(server, connection, context, head);
	}

	void begin() {
		try {
			Target target = Target.parse(this.head.uri(), RequestHeads.host(this.head), this.server.hosts());
			Request request = RequestHeads.request(this.head, target, this.connection.number(), this.server.traffic());
			this.request = request;
			this.reply.log(this.server.traffic().arrived(request));
			this.effects = new Effects(this.server.settings().hook().react(request));
			this.error = this.effects.error().orElse(null);
			if (this.error == null) {
				this.server.authenticator().check(request, target);
				if (request.kind() == RequestKind.PUT_OBJECT) {
					this.upload = this.server.operations().upload(request);
				}
				else if (request.kind() == RequestKind.RESTORE_OBJECT) {
					this.document = new ByteArrayOutputStream();
				}
			}
		}
		catch (OssError ex) {
			this.error = ex;
		}
		catch (IOException | RuntimeException ex) {
			this.error = internal(ex);
		}
		if (HttpUtil.is100ContinueExpected(this.head)) {
			if (this.error == null) {
				this.context
					.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
			}
			else {
				this.reply.close();
			}
		}
	}

	private OssError internal(Throwable failure) {
		logger.log(Level.ERROR, "Cannot answer " + this.request, failure);
		return OssError.of(500, "InternalError", "We encountered an internal error. Please try again.");
	}

	/** The head was not HTTP. */
	void refuse() {
		this.reply.close();
		this.reply.send(OssError.of(400, "BadRequest", "The request is not well-formed HTTP."), this.effects);
	}

	void body(ByteBuf bytes) {
		if (this.document != null) {
			byte[] more = ByteBufUtil.getBytes(bytes);
			if (this.document.size() + more.length > LONGEST_DOCUMENT) {
				this.document = null;
				this.error = OssError.of(400, "EntityTooLarge", "The request entity is too large.");
				return;
			}
			this.document.writeBytes(more);
		}
		if (this.upload == null || !bytes.isReadable()) {
			return;
		}
		try {
			this.upload.write(ByteBufUtil.getBytes(bytes));
		}
		catch (IOException ex) {
			this.upload.abort();
			this.upload = null;
			this.error = internal(ex);
		}
	}

	void finish() {
		Duration delay = this.effects.delay();
		if (this.request != null && this.request.kind() == RequestKind.GET_OBJECT && this.error == null) {
			delay = delay.plus(this.server.settings().timeToFirstByte());
		}
		if (this.request != null && this.request.kind() == RequestKind.LIST_OBJECTS && this.error == null) {
			delay = delay.plus(this.server.settings().listLatency());
		}
		List<Reaction.Gate> gates = this.effects.gates();
		Runnable answer = gates.isEmpty() ? this::answer : () -> CompletableFuture
			.allOf(gates.stream().map((gate) -> gate.stage().toCompletableFuture()).toArray(CompletableFuture[]::new))
			.whenComplete((nothing, failure) -> this.context.executor().execute(this::answer));
		if (delay.isZero()) {
			answer.run();
		}
		else {
			this.context.executor().schedule(answer, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void answer() {
		Request request = this.request;
		OssError error = this.error;
		if (this.aborted) {
			return;
		}
		if (error != null || request == null) {
			this.reply.send((error != null) ? error : internal(new IllegalStateException("no request")), this.effects);
			return;
		}
		Upload upload = this.upload;
		this.upload = null;
		String document = (this.document != null) ? this.document.toString(StandardCharsets.UTF_8) : "";
		this.server.workers().execute(() -> {
			try {
				Answer found = (upload != null) ? this.server.operations().finish(upload, request)
						: this.server.operations()
							.answer(this.effects.asked(request), document, this.effects.ignoreRange());
				Content.Reader reader = found.content().open();
				this.context.executor().execute(() -> this.reply.send(found, reader, this.effects));
			}
			catch (OssError ex) {
				discard(upload);
				this.context.executor().execute(() -> this.reply.send(ex, this.effects));
			}
			catch (IOException | RuntimeException ex) {
				discard(upload);
				OssError internal = internal(ex);
				this.context.executor().execute(() -> this.reply.send(internal, this.effects));
			}
		});
	}

	private static void discard(@Nullable Upload upload) {
		if (upload != null) {
			upload.abort();
		}
	}

	/** The client left. */
	void abort() {
		this.aborted = true;
		discard(this.upload);
		this.upload = null;
		this.reply.abort();
	}

}
