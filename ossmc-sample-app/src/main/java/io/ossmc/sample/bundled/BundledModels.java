package io.ossmc.sample.bundled;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.ossmc.autoconfigure.emulator.OssmcEmulatorCustomizer;
import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.OssEmulator;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Puts the bundled models into the embedded emulator, if there is one. */
@Component
@EnableConfigurationProperties(EmulatorProperties.class)
class BundledModels implements OssmcEmulatorCustomizer {

	private final EmulatorProperties properties;

	BundledModels(EmulatorProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(OssEmulator emulator) {
		Bucket bucket = emulator.bucket("models");
		try {
			for (BundledModel model : BundledModel.ALL) {
				for (BundledModel.File file : model.files()) {
					bucket.put(model.name() + "/" + file.name(), file.read());
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		emulator.bandwidth(this.properties.bandwidth().toBytes());
	}

}
