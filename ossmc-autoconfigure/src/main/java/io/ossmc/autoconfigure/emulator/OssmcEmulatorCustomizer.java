package io.ossmc.autoconfigure.emulator;

import io.ossmc.emulator.OssEmulator;

/** Fills the embedded emulator as soon as it has started, before anybody asks it. */
@FunctionalInterface
public interface OssmcEmulatorCustomizer {

	/**
	 * Puts objects into buckets, for instance.
	 * @param emulator has started
	 */
	void customize(OssEmulator emulator);

}
