package io.ossmc.autoconfigure.emulator;

import java.util.function.Supplier;

import io.ossmc.OssModelCredentials;
import io.ossmc.autoconfigure.OssmcConnectionDetails;
import io.ossmc.emulator.OssEmulator;

/** Connects to the embedded emulator. */
final class EmulatorConnectionDetails implements OssmcConnectionDetails {

	private final OssEmulator emulator;

	private final OssModelCredentials credentials;

	EmulatorConnectionDetails(OssEmulator emulator, EmulatorKeys keys) {
		this.emulator = emulator;
		this.credentials = new OssModelCredentials(keys.id(), keys.secret(), null);
	}

	@Override
	public String getEndpoint() {
		return this.emulator.endpoint().toString();
	}

	@Override
	public String getRegion() {
		return this.emulator.region();
	}

	@Override
	public Supplier<OssModelCredentials> getCredentials() {
		return () -> this.credentials;
	}

	@Override
	public String toString() {
		return "the embedded emulator, as ossmc.emulator.enabled is true";
	}

}
