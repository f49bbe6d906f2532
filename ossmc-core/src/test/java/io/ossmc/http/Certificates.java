package io.ossmc.http;

import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** An authority, and servers that it vouches for. */
public final class Certificates {

	private final X509Bundle authority;

	/** Makes an authority. */
	public Certificates() {
		try {
			this.authority = builder().subject("CN=Authority " + UUID.randomUUID())
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static CertificateBuilder builder() {
		return new CertificateBuilder().algorithm(CertificateBuilder.Algorithm.ecp256)
			.notBefore(Instant.now().minus(Duration.ofDays(1)))
			.notAfter(Instant.now().plus(Duration.ofDays(1)));
	}

	/** For a server of that name. */
	SSLContext server(String name) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys(name).getKeyManagers(), null, null);
		return context;
	}

	/**
	 * The certificate of a server, and its key.
	 * @param name a host name or an address
	 * @return what a server shows
	 * @throws Exception if it cannot be made
	 */
	public KeyManagerFactory keys(String name) throws Exception {
		CertificateBuilder builder = builder().subject("CN=server");
		X509Bundle server = (name.matches("[0-9.]+") ? builder.addSanIpAddress(name) : builder.addSanDnsName(name))
			.buildIssuedBy(this.authority);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(server.toKeyStore(new char[0]), new char[0]);
		return keys;
	}

	/** For a client that trusts the authority and speaks one version of TLS. */
	SSLContext client(String protocol) throws Exception {
		SSLContext context = SSLContext.getInstance(protocol);
		context.init(null, new TrustManager[] { trust() }, null);
		return context;
	}

	/**
	 * Trusts the authority, and nobody else.
	 * @return for a client
	 * @throws Exception if it cannot be made
	 */
	public X509TrustManager trust() throws Exception {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		store.setCertificateEntry("authority", this.authority.getCertificate());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		return (X509TrustManager) trust.getTrustManagers()[0];
	}

}
