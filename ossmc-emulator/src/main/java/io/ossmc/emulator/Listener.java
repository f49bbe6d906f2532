package io.ossmc.emulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, the threads, and all connections that are open. NIO only: it
 * needs no native library.
 */
final class Listener implements AutoCloseable {

	/** Presigned requests with a token have long first lines. */
	private static final int LONGEST_HEAD = 64 * 1024;

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(0,
			new DefaultThreadFactory("oss-emulator", true), NioIoHandler.newFactory());

	private final ExecutorService workers = Executors
		.newCachedThreadPool(new DefaultThreadFactory("oss-emulator-worker", true));

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final Channel channel;

	private final boolean encrypted;

	Listener(InetSocketAddress address, @Nullable KeyManagerFactory tls, Parts parts) throws IOException {
		this.encrypted = tls != null;
		try {
			SslContext encryption = (tls != null) ? SslContextBuilder.forServer(tls).build() : null;
			Server server = new Server(parts.hosts(), parts.authenticator(), parts.operations(), parts.settings(),
					parts.traffic(), this.workers, tls == null);
			ChannelFuture bound = new ServerBootstrap().group(this.loops)
				.channel(NioServerSocketChannel.class)
				.option(ChannelOption.SO_REUSEADDR, true)
				.option(ChannelOption.SO_BACKLOG, 1024)
				.childOption(ChannelOption.TCP_NODELAY, true)
				.childHandler(new Pipeline(server, encryption, this.connections))
				.bind(address)
				.awaitUninterruptibly();
			if (!bound.isSuccess()) {
				throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
			}
			this.channel = bound.channel();
		}
		catch (IOException | RuntimeException ex) {
			stopThreads();
			throw ex;
		}
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.channel.localAddress();
	}

	boolean isEncrypted() {
		return this.encrypted;
	}

	void closeConnections() {
		this.connections.close().awaitUninterruptibly();
	}

	@Override
	public void close() {
		this.channel.close().awaitUninterruptibly();
		closeConnections();
		stopThreads();
	}

	private void stopThreads() {
		this.workers.shutdownNow();
		this.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
	}

	/**
	 * What a server is made of, beside its threads.
	 *
	 * @param hosts which hosts are buckets
	 * @param authenticator checks signatures
	 * @param operations does the work
	 * @param settings as they are at this moment
	 * @param traffic counts
	 */
	record Parts(VirtualHosts hosts, Authenticator authenticator, Operations operations, Settings settings,
			Traffic traffic) {
	}

	private static final class Pipeline extends ChannelInitializer<SocketChannel> {

		private final Server server;

		private final @Nullable SslContext encryption;

		private final ChannelGroup connections;

		Pipeline(Server server, @Nullable SslContext encryption, ChannelGroup connections) {
			this.server = server;
			this.encryption = encryption;
			this.connections = connections;
		}

		@Override
		protected void initChannel(SocketChannel channel) {
			this.connections.add(channel);
			if (this.encryption != null) {
				channel.pipeline().addLast(this.encryption.newHandler(channel.alloc()));
			}
			channel.pipeline()
				// Two handlers and not the codec of both, so that a script may go past
				// one.
				.addLast(new HttpRequestDecoder(new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_HEAD)
					.setMaxHeaderSize(LONGEST_HEAD)
					.setMaxChunkSize(LONGEST_HEAD)))
				.addLast(new HttpResponseEncoder())
				.addLast(new Connection(this.server));
		}

	}

}
