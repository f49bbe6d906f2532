package io.ossmc.emulator;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: requests are answered one after the other in the order in which
 * they came, so that pipelining is safe. What arrives while an answer is under way waits,
 * and reading stops until it is sent; up to then reading goes on, because only that
 * notices a client that leaves.
 */
final class Connection extends ChannelInboundHandlerAdapter {

	private static final Logger logger = System.getLogger(Connection.class.getName());

	private final Deque<HttpObject> waiting = new ArrayDeque<>();

	private final Server server;

	private final TokenBucket limit;

	private long number;

	private boolean answering;

	/** Nothing is answered any more, and all that comes is thrown away. */
	private boolean stalled;

	private @Nullable Exchange exchange;

	Connection(Server server) {
		this.server = server;
		this.limit = new TokenBucket(server.settings()::bandwidthPerConnection);
	}

	/** The rate limit of this connection. */
	TokenBucket limit() {
		return this.limit;
	}

	long number() {
		return this.number;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.number = this.server.traffic().connected();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.server.traffic().disconnected();
		if (this.exchange != null) {
			this.exchange.abort();
		}
		this.waiting.forEach(ReferenceCountUtil::release);
		this.waiting.clear();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.stalled) {
			ReferenceCountUtil.release(message);
			return;
		}
		this.waiting.addLast((HttpObject) message);
		if (this.answering) {
			context.channel().config().setAutoRead(false);
		}
		else {
			drain(context);
		}
	}

	private void drain(ChannelHandlerContext context) {
		while (!this.answering && !this.waiting.isEmpty()) {
			HttpObject message = this.waiting.removeFirst();
			try {
				accept(context, message);
			}
			finally {
				ReferenceCountUtil.release(message);
			}
		}
	}

	private void accept(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpRequest head) {
			this.exchange = new Exchange(this.server, this, context, head);
			if (message.decoderResult().isFailure()) {
				logger.log(Level.DEBUG, "Malformed request", message.decoderResult().cause());
				this.answering = true;
				this.exchange.refuse();
				return;
			}
			this.exchange.begin();
		}
		if (message instanceof HttpContent content && this.exchange != null && !this.answering) {
			if (message.decoderResult().isFailure()) {
				logger.log(Level.DEBUG, "Malformed body", message.decoderResult().cause());
				context.close();
				return;
			}
			this.exchange.body(content.content());
			if (message instanceof LastHttpContent) {
				this.answering = true;
				this.exchange.finish();
			}
		}
	}

	/**
	 * The client gets nothing more. Reading goes on, because only that notices a client
	 * that leaves.
	 */
	void stall(ChannelHandlerContext context) {
		this.stalled = true;
		this.waiting.forEach(ReferenceCountUtil::release);
		this.waiting.clear();
		context.channel().config().setAutoRead(true);
	}

	/** The answer is sent. */
	void answered(ChannelHandlerContext context, boolean keepAlive) {
		this.exchange = null;
		if (!keepAlive) {
			context.close();
			return;
		}
		this.answering = false;
		drain(context);
		if (!this.answering) {
			context.channel().config().setAutoRead(true);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// A client that leaves, or does not trust the certificate, is no event for an
		// operator.
		boolean theirs = cause instanceof IOException || cause.getCause() instanceof IOException;
		logger.log(theirs ? Level.DEBUG : Level.ERROR, "Connection " + this.number + " failed", cause);
		context.close();
	}

}
