package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real pages of private regions in this process, as the kernel counts them: anonymous
 * mappings that are left out of core dumps, as only ours are.
 */
public final class PrivatePages {

	private PrivatePages() {
	}

	/**
	 * Counts them. What moves from one mapping to another meanwhile may count twice.
	 * @return bytes; 0 where there is no such file
	 * @throws IOException if it cannot be read
	 */
	public static long bytes() throws IOException {
		Path maps = Path.of("/proc/self/smaps");
		if (!Files.exists(maps)) {
			return 0;
		}
		long sum = 0;
		long resident = 0;
		boolean anonymous = false;
		for (String line : Files.readAllLines(maps)) {
			String[] words = line.split("\\s+");
			if (words[0].contains("-")) {
				anonymous = words.length == 5;
			}
			else if (words[0].equals("Rss:")) {
				resident = Long.parseLong(words[1]) << 10;
			}
			else if (words[0].equals("VmFlags:") && anonymous && (line + " ").contains(" dd ")) {
				sum += resident;
			}
		}
		return sum;
	}

}
