package io.ossmc.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The pages the files of a directory are made of.
 *
 * @param huge whether most of a large file will be on huge pages
 * @param unit by how many bytes a file grows
 */
public record Pages(boolean huge, long unit) {

	private static final Path THP = Path.of("/sys/kernel/mm/transparent_hugepage");

	/**
	 * Looks at the file system of a directory.
	 * @param directory exists
	 * @return ordinary pages where nothing can be known
	 */
	public static Pages of(Path directory) {
		try {
			final long device = (Long) Files.getAttribute(directory, "unix:dev");
			return of(device, Mount.read(Path.of("/proc/self/mountinfo")), THP, Libc.pageSize());
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return new Pages(false, Libc.pageSize());
		}
	}

	/**
	 * The rules of the kernel's {@code transhuge} documentation. {@code advise} does not
	 * count: pages reserved by {@code fallocate} were not advised.
	 */
	public static Pages of(long device, List<Mount> mounts, Path transparentHugepage, long pageSize) {
		final long major = ((device >>> 8) & 0xFFF) | ((device >>> 32) & ~0xFFFL);
		final long minor = (device & 0xFF) | ((device >>> 12) & 0xFFFFFF00L);
		final String wanted = major + ":" + minor;
		final Pages ordinary = new Pages(false, pageSize);
		final String shmem = read(transparentHugepage.resolve("shmem_enabled"));
		for (Mount mount : mounts) {
			if (mount.device().equals(wanted) && mount.type().equals("tmpfs") && !shmem.contains("[deny]")) {
				final String size = read(transparentHugepage.resolve("hpage_pmd_size"));
				final long huge = size.isEmpty() ? 2L << 20 : Long.parseLong(size);
				final String option = mount.option("huge");
				if (option.equals("always") || shmem.contains("[force]")) {
					return new Pages(true, huge);
				}
				return option.equals("within_size") ? new Pages(true, pageSize) : ordinary;
			}
		}
		return ordinary;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
