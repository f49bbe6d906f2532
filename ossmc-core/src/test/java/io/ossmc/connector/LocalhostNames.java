package io.ossmc.connector;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Resolves every name below {@code localhost} to this machine (RFC 6761, section 6.3),
 * which not every C library does by itself.
 */
public final class LocalhostNames extends InetAddressResolverProvider {

	@Override
	public InetAddressResolver get(Configuration configuration) {
		InetAddressResolver builtin = configuration.builtinResolver();
		return new InetAddressResolver() {
			@Override
			public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
				return host.toLowerCase(Locale.ROOT).endsWith(".localhost")
						? Stream.of(InetAddress.getByAddress(host, new byte[] { 127, 0, 0, 1 }))
						: builtin.lookupByName(host, policy);
			}

			@Override
			public String lookupByAddress(byte[] address) throws UnknownHostException {
				return builtin.lookupByAddress(address);
			}
		};
	}

	@Override
	public String name() {
		return "names below localhost";
	}

}
