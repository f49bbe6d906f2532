package io.ossmc.benchmark.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.benchmark.machine.ProcessorTime;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.server.Source;

/**
 * One client in a process of its own. For {@code run N} it fetches N objects one after
 * the other and answers {@code result CPU WALL BYTES}: processor time of the whole
 * process and time, in nanoseconds, from asking for memory and for the object until all
 * its bytes are in place. Between objects, and not measured: the CRC-64 of what arrived
 * is compared, and the memory is given up.
 */
public final class ClientProgram {

	private ClientProgram() {
	}

	/**
	 * Runs until standard input ends.
	 * @param arguments the file of the {@link Task}
	 * @throws Exception if the client cannot be made
	 */
	public static void main(String[] arguments) throws Exception {
		Task task = Task.read(Path.of(arguments[0]));
		try (Client client = Clients.create(task)) {
			Turns turns = new Turns(client, task.sources());
			System.out.println("ready");
			System.out.flush();
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				int objects = Integer.parseInt(JavaProgram.words(line).get(1));
				JavaProgram.answer(() -> turns.run(objects));
			}
		}
		System.exit(0);
	}

	private static final class Turns {

		private final Client client;

		private final List<Source> sources;

		private int turn;

		Turns(Client client, List<Source> sources) {
			this.client = client;
			this.sources = sources;
		}

		String run(int objects) throws Exception {
			long cpu = 0;
			long wall = 0;
			long bytes = 0;
			for (int number = 0; number < objects; number++) {
				Source source = this.sources.get(this.turn++ % this.sources.size());
				long cpuStart = ProcessorTime.nanos();
				long wallStart = System.nanoTime();
				try (Fetched fetched = this.client.fetch(source)) {
					wall += System.nanoTime() - wallStart;
					cpu += ProcessorTime.nanos() - cpuStart;
					bytes += source.size();
					if (fetched.content().byteSize() != source.size()
							|| Checksum.of(fetched.content()) != source.crc64()) {
						throw new IOException("wrong bytes of " + source.key());
					}
				}
			}
			return cpu + " " + wall + " " + bytes;
		}

	}

}
