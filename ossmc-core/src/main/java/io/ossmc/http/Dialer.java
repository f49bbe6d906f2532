package io.ossmc.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes fresh connections: every address that does not rest is tried once. From the
 * connection to the end of a proxy's and TLS's preliminaries there is one stall time-out,
 * and for all of it what is left of the request's time.
 */
final class Dialer {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.http");

	private final HttpSettings settings;

	private final ConnectionPool pool;

	private final Watchdog watchdog;

	private final AddressBook addresses;

	Dialer(HttpSettings settings, ConnectionPool pool, Watchdog watchdog) {
		this.settings = settings;
		this.pool = pool;
		this.watchdog = watchdog;
		this.addresses = new AddressBook(settings.resolver(), settings.nanoTime());
	}

	HttpConnection dial(Origin origin, long epoch, Abort abort) throws IOException {
		ForwardProxy proxy = this.settings.proxy();
		Origin hop = (proxy != null) ? proxy.origin() : origin;
		IOException last = null;
		for (InetAddress address : resolve(origin, hop, abort)) {
			try {
				HttpConnection connection = dial(origin, hop, address, epoch, abort);
				this.addresses.answered(hop.host(), address);
				return connection;
			}
			catch (HttpFailure ex) {
				if (ex instanceof HttpFailure.Stalled) {
					this.addresses.failed(hop.host(), address);
				}
				throw ex;
			}
			catch (IOException ex) {
				this.addresses.failed(hop.host(), address);
				logger.debug("{} of {} does not answer and rests: {}", address.getHostAddress(), hop, ex.getMessage());
				last = ex;
				if (abort.expired()) {
					break;
				}
			}
		}
		throw new HttpFailure.Connect(origin, proxy, last);
	}

	private List<InetAddress> resolve(Origin origin, Origin hop, Abort abort) throws IOException {
		try {
			return this.addresses.candidates(hop.host(), Nanos.of(this.settings.connectTimeout()), abort);
		}
		catch (TimeoutException _) {
			throw new HttpFailure.Connect(origin, this.settings.proxy(),
					new SocketTimeoutException("the name server does not answer"));
		}
		catch (UnknownHostException ex) {
			// Nor can a name server be asked without a socket.
			socket().close();
			throw new HttpFailure.Connect(origin, this.settings.proxy(), ex);
		}
	}

	private HttpConnection dial(Origin origin, Origin hop, InetAddress address, long epoch, Abort abort)
			throws IOException {
		Wire wire = new Wire(socket(), this.settings.nanoTime());
		this.pool.register(wire, epoch);
		this.watchdog.wake();
		boolean connected = false;
		try {
			abort.on(wire);
			wire.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
			wire.channel().socket().connect(new InetSocketAddress(address, hop.port()), connectMillis(abort));
			wire.limit(abort.within(Nanos.of(this.settings.stallTimeout())));
			ForwardProxy proxy = this.settings.proxy();
			if (origin.tls() && proxy != null) {
				Tunnel.open(wire, origin, proxy);
			}
			Transport transport = origin.tls() ? TlsTransport.connect(wire, sslContext(), origin)
					: new PlainTransport(wire);
			wire.unlimit();
			HttpConnection connection = new HttpConnection(origin, wire, transport);
			connected = true;
			return connection;
		}
		catch (SSLException ex) {
			throw Failures.of(wire, this.settings, ex, () -> new HttpFailure.Tls(ex, this.settings.proxy(), true));
		}
		catch (IOException ex) {
			throw Failures.of(wire, this.settings, ex, () -> ex);
		}
		finally {
			abort.off();
			if (!connected) {
				this.pool.discard(wire);
			}
		}
	}

	/** At least 1, as 0 means for ever. */
	private int connectMillis(Abort abort) {
		return Math.clamp(abort.within(Nanos.of(this.settings.connectTimeout())) / TimeUnit.MILLISECONDS.toNanos(1), 1,
				Integer.MAX_VALUE);
	}

	/** That there is none to be had says nothing about an address. */
	private static SocketChannel socket() throws HttpFailure.Local {
		try {
			return SocketChannel.open();
		}
		catch (IOException ex) {
			throw new HttpFailure.Local("There is no socket to be had, for want of a file descriptor or of memory ("
					+ ex.getMessage() + ")", ex);
		}
	}

	private SSLContext sslContext() throws HttpFailure.Tls {
		@Nullable SSLContext own = this.settings.sslContext();
		try {
			return (own != null) ? own : SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new HttpFailure.Tls(ex, true);
		}
	}

}
