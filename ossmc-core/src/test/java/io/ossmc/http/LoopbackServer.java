package io.ossmc.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Listens on a port of its own and serves each connection on a thread of its own, until
 * it is closed, and with it whatever is open.
 */
public abstract class LoopbackServer implements AutoCloseable {

	private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	protected LoopbackServer() throws IOException {
	}

	/** Begins to accept; the last thing a constructor does. */
	protected final void listen() {
		start(() -> {
			while (true) {
				Socket client = opened(this.socket.accept());
				start(() -> serve(client));
			}
		});
	}

	/** Serves one connection; what it throws ends that connection only. */
	protected abstract void serve(Socket client) throws IOException;

	/** A socket that ends with the server. */
	protected final Socket opened(Socket open) {
		this.sockets.add(open);
		return open;
	}

	/** Does something on a thread of its own that may end when a socket does. */
	protected final void start(Work work) {
		Thread.ofPlatform().daemon().name(getClass().getSimpleName()).start(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// Closed.
			}
		});
	}

	public final int port() {
		return this.socket.getLocalPort();
	}

	@Override
	public final void close() throws IOException {
		this.socket.close();
		for (Socket open : this.sockets) {
			open.close();
		}
	}

	/** What may end when a socket does. */
	@FunctionalInterface
	protected interface Work {

		void run() throws IOException;

	}

}
