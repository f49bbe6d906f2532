package io.ossmc.benchmark.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.process.Child;
import io.ossmc.benchmark.process.JavaProgram;
import org.jspecify.annotations.Nullable;

/** The OSS emulator of this project in a process of its own. */
public final class EmulatorServer implements Server {

	private final Child child;

	private EmulatorServer(Child child) {
		this.child = child;
	}

	/**
	 * Starts one.
	 * @param root its buckets' directory
	 * @param certificate for HTTPS; null for HTTP
	 * @param placement where it runs
	 * @param settings of {@link EmulatorProgram}, as {@code bandwidth=300000000}
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static EmulatorServer start(Path root, @Nullable Certificate certificate, Placement placement,
			String... settings) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("root=" + root));
		if (certificate != null) {
			arguments.add("keystore=" + certificate.keyStore());
		}
		arguments.addAll(List.of(settings));
		return new EmulatorServer(Child.start("the emulator",
				placement.server(JavaProgram.command(EmulatorProgram.class, List.of("-Xmx1g"), arguments))));
	}

	@Override
	public String description() {
		return "the emulator";
	}

	@Override
	public URI endpoint() {
		return URI.create(this.child.greeting());
	}

	/**
	 * Says something to {@link EmulatorProgram}.
	 * @param command one of its commands
	 * @return what it answers, by name
	 * @throws IOException if it has gone
	 */
	public Map<String, Double> ask(String command) throws IOException {
		Map<String, Double> answer = new HashMap<>();
		for (String word : JavaProgram.words(this.child.ask(command))) {
			int equals = word.indexOf('=');
			if (equals > 0) {
				answer.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
			}
		}
		return answer;
	}

	@Override
	public ProcessHandle process() {
		return this.child.process();
	}

	@Override
	public void close() {
		this.child.close();
	}

}
