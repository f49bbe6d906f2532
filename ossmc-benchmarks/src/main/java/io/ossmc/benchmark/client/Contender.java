package io.ossmc.benchmark.client;

import java.util.ArrayList;
import java.util.List;

import io.ossmc.benchmark.process.JavaProgram;
import org.jspecify.annotations.Nullable;

/**
 * A client with its settings: what one row is about.
 *
 * @param client its name
 * @param setting {@code default} or {@code best}
 * @param settings what is set
 * @param crc the CRC-64 implementation this connector verifies with; null where it does
 * not verify
 */
public record Contender(String client, String setting, Settings settings, @Nullable String crc) {

	/** Of those that have nothing to choose, and of those that chose nothing. */
	public static final String DEFAULT = "default";

	/** Of those whose settings came first in a sweep. */
	public static final String BEST = "best";

	/**
	 * This connector.
	 * @param crc what to verify with, or null
	 * @return at its defaults
	 */
	public static Contender ossmc(@Nullable String crc) {
		return new Contender(Clients.OSSMC, DEFAULT, Settings.of(""), crc);
	}

	/**
	 * The same, verifying.
	 * @param crc what to verify with
	 * @return with the same settings
	 */
	public Contender verifiedBy(String crc) {
		return new Contender(this.client, this.setting, this.settings, crc);
	}

	/**
	 * Whether it verifies.
	 * @return true if so
	 */
	public boolean verify() {
		return this.crc != null;
	}

	/**
	 * What it is called in charts.
	 * @return a few words
	 */
	public String label() {
		if (this.client.equals(Clients.OSSMC)) {
			return this.client + ((this.crc != null) ? ", verified by " + this.crc : ", not verified") + best();
		}
		return this.client + best();
	}

	private String best() {
		return this.setting.equals(BEST) ? ", best settings" : "";
	}

	/**
	 * The command of its process, for clients in Java.
	 * @param task what to do, a file
	 * @param trust options of the JVM for HTTPS
	 * @return the command
	 */
	public List<String> command(String task, List<String> trust) {
		List<String> jvm = new ArrayList<>(List.of("-Xmx1g"));
		if (this.crc != null) {
			jvm.add("-Dossmc.crc64=" + this.crc);
		}
		jvm.addAll(trust);
		return JavaProgram.command(ClientProgram.class, jvm, List.of(task));
	}

}
