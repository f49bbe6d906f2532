package io.ossmc.root;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ossmc.system.Mount;

/**
 * How much memory this process and its container may use: the smallest limit of its
 * control groups (version 2 {@code memory.max}, version 1 {@code memory.limit_in_bytes},
 * and those of the groups above), else the machine's.
 *
 * @param limit bytes
 * @param source where the number is from, for the log
 */
public record ContainerMemory(long limit, String source) {

	/**
	 * Looks at this process.
	 * @return the limit at this moment
	 */
	public static ContainerMemory detect() {
		return read(Path.of("/"));
	}

	/**
	 * Reads the files of a process.
	 * @param fileSystem where {@code proc} and {@code sys} are; mount points are taken
	 * relative to it
	 * @return the limit
	 */
	static ContainerMemory read(Path fileSystem) {
		ContainerMemory smallest = machine(fileSystem);
		final Map<String, String> groups = groups(fileSystem.resolve("proc/self/cgroup"));
		for (Mount mount : Mount.read(fileSystem.resolve("proc/self/mountinfo"))) {
			final boolean second = mount.type().equals("cgroup2");
			final boolean first = mount.type().equals("cgroup")
					&& List.of(mount.options().split(",")).contains("memory");
			final String group = groups.get(second ? "" : "memory");
			if ((first || second) && group != null) {
				final String file = second ? "memory.max" : "memory.limit_in_bytes";
				final Path top = fileSystem.resolve(mount.point().substring(1));
				for (Path at = within(top, mount.root(), group); at.startsWith(top); at = at.getParent()) {
					final long limit = limit(at.resolve(file));
					if (limit < smallest.limit()) {
						smallest = new ContainerMemory(limit,
								(second ? "cgroup v2 " : "cgroup v1 ") + fileSystem.relativize(at.resolve(file)));
					}
				}
			}
		}
		return smallest;
	}

	/** The group's directory; containers see the host's path but mount their own root. */
	private static Path within(Path top, String mountRoot, String group) {
		String inside = group;
		if (!mountRoot.equals("/")) {
			final boolean below = group.equals(mountRoot) || group.startsWith(mountRoot + "/");
			inside = below ? group.substring(mountRoot.length()) : "/";
		}
		final Path directory = top.resolve(inside.substring(inside.isEmpty() ? 0 : 1)).normalize();
		return directory.startsWith(top) && Files.isDirectory(directory) ? directory : top;
	}

	/** Controller to path; version 2 has the empty controller. */
	private static Map<String, String> groups(Path cgroup) {
		final Map<String, String> groups = new TreeMap<>();
		try {
			for (String line : Files.readAllLines(cgroup, StandardCharsets.UTF_8)) {
				final String[] parts = line.split(":", 3);
				if (parts.length == 3) {
					for (String controller : parts[1].split(",")) {
						groups.put(controller, parts[2]);
					}
				}
			}
		}
		catch (IOException ex) {
			// Not Linux.
		}
		return groups;
	}

	private static long limit(Path file) {
		try {
			return Long.parseLong(Files.readString(file).strip());
		}
		catch (IOException | NumberFormatException ex) {
			// No such file at the top, "max", or a number beyond 2^63: no limit.
			return Long.MAX_VALUE;
		}
	}

	private static ContainerMemory machine(Path fileSystem) {
		try {
			for (String line : Files.readAllLines(fileSystem.resolve("proc/meminfo"), StandardCharsets.UTF_8)) {
				if (line.startsWith("MemTotal:")) {
					return new ContainerMemory(Long.parseLong(line.replaceAll("\\D", "")) * 1024, "proc/meminfo");
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			// Not Linux.
		}
		try {
			// By reflection: java.management is not a module everybody has.
			final Object system = Class.forName("java.lang.management.ManagementFactory")
				.getMethod("getOperatingSystemMXBean")
				.invoke(null);
			final Method total = Class.forName("com.sun.management.OperatingSystemMXBean")
				.getMethod("getTotalMemorySize");
			return new ContainerMemory((Long) total.invoke(system), "the operating system");
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return new ContainerMemory(4 * Runtime.getRuntime().maxMemory(), "four times the max heap");
		}
	}

}
