package io.ossmc.connector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;

/** Uses what a load is about, as an application would, and says what came. */
final class FaultUse {

	private final OssModelConnector connector;

	private final Path places;

	FaultUse(OssModelConnector connector, Path places) {
		this.connector = connector;
		this.places = places;
	}

	/**
	 * Waits for everything of a load and compares it.
	 * @return what was delivered
	 * @throws IOException if a file cannot be read
	 * @throws io.ossmc.OssModelException if it is refused
	 */
	Delivery deliver(FaultLoad load) throws IOException {
		return load.way().isModel() ? model(load) : object(load);
	}

	private Delivery model(FaultLoad load) throws IOException {
		String name = load.prefix().substring(0, load.prefix().length() - 1);
		try {
			OssModel model = (load.way() == FaultLoad.Way.DIRECTORY)
					? this.connector.prepareDirectory(Oss.uri(load.prefix()), this.places.resolve(name))
					: this.connector
						.prepare(ModelSpec.builder(name, Oss.uri(load.prefix())).mode(ModelMode.LAZY).build());
			model.await();
			try (ModelLease lease = model.lease()) {
				boolean verified = model.progress().verified();
				if (!Set.copyOf(lease.files()).equals(load.sizes().keySet())) {
					return new Delivery(verified, "files " + lease.files());
				}
				for (String file : lease.files()) {
					if (!Arrays.equals(Files.readAllBytes(lease.path(file)), load.content(file))) {
						return new Delivery(verified, "the bytes of " + file);
					}
				}
				return new Delivery(verified, "");
			}
		}
		finally {
			this.connector.remove(name);
		}
	}

	private Delivery object(FaultLoad load) throws IOException {
		String file = load.sizes().keySet().iterator().next();
		try (OssObject object = this.connector.open(Oss.uri(load.prefix() + file))) {
			byte[] bytes = switch (load.way()) {
				case STREAM -> stream(object);
				case CHANNEL -> channel(object);
				default -> object.segment().toArray(ValueLayout.JAVA_BYTE);
			};
			return new Delivery(object.progress().verified(), Arrays.equals(bytes, load.content(file)) ? ""
					: bytes.length + " bytes of " + load.sizes().get(file));
		}
	}

	private static byte[] stream(OssObject object) throws IOException {
		try (InputStream stream = object.newInputStream()) {
			return stream.readAllBytes();
		}
	}

	private static byte[] channel(OssObject object) throws IOException {
		try (SeekableByteChannel channel = object.newByteChannel()) {
			ByteBuffer buffer = ByteBuffer.allocate((int) channel.size() + 1);
			while (channel.read(buffer) >= 0) {
				continue;
			}
			return Arrays.copyOf(buffer.array(), buffer.position());
		}
	}

	/**
	 * What an application got.
	 *
	 * @param verified whether it was told that the bytes are those of OSS
	 * @param wrong what is not as on OSS, or nothing
	 */
	record Delivery(boolean verified, String wrong) {

		boolean isRight() {
			return this.wrong.isEmpty();
		}

	}

}
