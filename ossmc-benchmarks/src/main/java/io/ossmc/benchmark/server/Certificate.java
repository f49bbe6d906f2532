package io.ossmc.benchmark.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for 127.0.0.1, made by the JDK's keytool for one run: RSA with 2048 bits,
 * as OSS has.
 *
 * @param keyStore PKCS#12 with the key; clients trust what is in it
 * @param pem the certificate for those who read PEM
 * @param key its key for those who read PEM
 */
public record Certificate(Path keyStore, Path pem, Path key) {

	/** Of the key store. */
	public static final String PASSWORD = "benchmark";

	/**
	 * Makes a certificate.
	 * @param directory where its files go
	 * @return the files
	 * @throws IOException if keytool fails
	 */
	public static Certificate create(Path directory) throws IOException {
		Path store = directory.resolve("server.p12");
		try {
			int status = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/keytool", "-genkeypair",
					"-alias", "server", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=127.0.0.1", "-ext",
					"SAN=ip:127.0.0.1,dns:localhost", "-validity", "30", "-storetype", "PKCS12", "-keystore",
					store.toString(), "-storepass", PASSWORD))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
			if (status != 0) {
				throw new IOException("keytool ended with " + status);
			}
			KeyStore keys = load(store);
			Path pem = directory.resolve("server.pem");
			Path key = directory.resolve("server.key");
			Files.writeString(pem, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
			Key secret = keys.getKey("server", PASSWORD.toCharArray());
			Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
			return new Certificate(store, pem, key);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	/**
	 * Reads a key store.
	 * @param file PKCS#12
	 * @return the store
	 * @throws IOException if it cannot be read
	 * @throws GeneralSecurityException if it is none
	 */
	static KeyStore load(Path file) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(file)) {
			keys.load(input, PASSWORD.toCharArray());
		}
		return keys;
	}

	/**
	 * What makes a JVM trust it.
	 * @return options of the JVM
	 */
	public List<String> trust() {
		return List.of("-Djavax.net.ssl.trustStore=" + this.keyStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
	}

	private static String pem(String what, byte[] encoded) {
		return "-----BEGIN " + what + "-----\n"
				+ Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded)
				+ "\n-----END " + what + "-----\n";
	}

}
