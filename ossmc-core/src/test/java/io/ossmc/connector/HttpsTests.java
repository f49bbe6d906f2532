package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ossmc.ModelLease;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An OSS on https whose certificate comes from a private authority. */
@Timeout(60)
class HttpsTests {

	private static final char[] PASSWORD = "password".toCharArray();

	private static final X509Bundle AUTHORITY = authority();

	@RegisterExtension
	final Oss oss = new Oss((emulator) -> emulator.tls(server(), PASSWORD));

	@TempDir
	Path directory;

	@Test
	void modelsAndObjectsComeOverHttpsFromAnAuthorityThatIsTrusted() throws Exception {
		byte[] object = this.oss.put("object", 3_000_001);
		byte[] file = this.oss.put("model/sub/b c+d%é.bin", 5_000_000);
		this.oss.put("model/empty", 0);
		assertThat(this.oss.emulator().endpoint()).hasScheme("https");
		for (String region : new String[] { "cn-hangzhou", null }) {
			try (OssModelConnector connector = this.oss.connector(this.directory)
				.region(region)
				.trustManager(trust(AUTHORITY))
				.build()) {
				try (OssObject opened = connector.open(Oss.uri("object"))) {
					assertThat(opened.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(object);
				}
				try (ModelLease lease = connector
					.prepareDirectory("oss://models/model/", this.directory.resolve("place"))
					.lease()) {
					assertThat(lease.path("sub/b c+d%é.bin")).hasBinaryContent(file);
				}
			}
		}
	}

	@Test
	void anAuthorityThatIsNotTrustedIsExplained() throws Exception {
		this.oss.put("object", 10);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.trustManager(trust(authority()))
			.build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.open(Oss.uri("object")))
				.withMessageContaining("its certificate is not trusted");
		}
	}

	private static CertificateBuilder builder() {
		return new CertificateBuilder().algorithm(CertificateBuilder.Algorithm.ecp256)
			.notBefore(Instant.now().minus(Duration.ofDays(1)))
			.notAfter(Instant.now().plus(Duration.ofDays(1)));
	}

	private static X509Bundle authority() {
		try {
			return builder().subject("CN=Authority " + UUID.randomUUID())
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore server() {
		try {
			return builder().subject("CN=server")
				.addSanIpAddress("127.0.0.1")
				.buildIssuedBy(AUTHORITY)
				.toKeyStore(PASSWORD);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static X509TrustManager trust(X509Bundle authority) throws Exception {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		store.setCertificateEntry("authority", authority.getCertificate());
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		return (X509TrustManager) factory.getTrustManagers()[0];
	}

}
