package io.ossmc.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import io.netty.pkitesting.CertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsTests {

	@TempDir
	private Path root;

	@Test
	void servesHttps() throws Exception {
		byte[] content = new byte[3_000_000];
		new Random(1).nextBytes(content);
		Files.createDirectory(this.root.resolve("models"));
		Files.write(this.root.resolve("models/file.bin"), content);
		char[] password = "password".toCharArray();
		var certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanIpAddress("127.0.0.1")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		try (OssEmulator emulator = OssEmulator.builder()
			.credentials("ak", "secret")
			.root(this.root)
			.tls(certificate.toKeyStore(password), password)
			.start()) {
			assertThat(emulator.endpoint()).hasScheme("https");
			emulator.bucket("models").putSynthetic("synthetic", 1_000_001, 1);
			OSS oss = Sdk.client(emulator, SignVersion.V4, Sdk.KEY);
			try (var file = oss.getObject("models", "file.bin")) {
				assertThat(file.getObjectContent().readAllBytes()).isEqualTo(content);
			}
			try (var synthetic = oss.getObject("models", "synthetic")) {
				assertThat(synthetic.getObjectContent().readAllBytes())
					.isEqualTo(SyntheticObject.bytes(1_000_001, 1, 0, 1_000_001));
			}
			assertThatThrownBy(() -> oss.getObject("models", "missing")).isInstanceOf(OSSException.class);
			oss.shutdown();
		}
	}

}
