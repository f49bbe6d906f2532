package io.ossmc.system;

/**
 * The numbers by which the kernel says why it refuses, the same on all architectures that
 * {@link Libc} knows ({@code errno(3)}). A call that fails returns one of them, negated.
 */
public final class Errno {

	static final int EPERM = 1;

	static final int ENOENT = 2;

	public static final int EINTR = 4;

	static final int EAGAIN = 11;

	public static final int ENOMEM = 12;

	static final int EACCES = 13;

	static final int ENFILE = 23;

	static final int EMFILE = 24;

	public static final int EFBIG = 27;

	public static final int ENOSPC = 28;

	public static final int ENOSYS = 38;

	public static final int EDQUOT = 122;

	private Errno() {
	}

}
