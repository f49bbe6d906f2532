package io.ossmc.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)).
 *
 * @param device major and minor number, such as {@code 0:25}
 * @param root the directory within the file system that is mounted
 * @param point where it is mounted
 * @param type such as {@code tmpfs}
 * @param options of the file system, such as {@code rw,size=4k,huge=within_size}
 */
public record Mount(String device, String root, String point, String type, String options) {

	/**
	 * The mounts a process sees.
	 * @param mountinfo the file, which may be missing
	 * @return in the order of the file; empty on other systems
	 */
	public static List<Mount> read(Path mountinfo) {
		final List<Mount> mounts = new ArrayList<>();
		try {
			for (String line : Files.readAllLines(mountinfo, StandardCharsets.UTF_8)) {
				final int dash = line.indexOf(" - ");
				final String[] head = line.split(" ");
				if (dash > 0 && head.length > 4) {
					final String[] tail = line.substring(dash + 3).split(" ");
					mounts.add(new Mount(head[2], unescape(head[3]), unescape(head[4]), tail[0],
							(tail.length > 2) ? tail[2] : ""));
				}
			}
		}
		catch (IOException ex) {
			// Not Linux, or hidden: nothing is known then.
		}
		return mounts;
	}

	/**
	 * The value of an option.
	 * @param name such as {@code huge}
	 * @return the value, empty if there is none
	 */
	public String option(String name) {
		for (String option : this.options.split(",")) {
			if (option.startsWith(name + "=")) {
				return option.substring(name.length() + 1);
			}
		}
		return "";
	}

	private static String unescape(String path) {
		return path.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
	}

}
