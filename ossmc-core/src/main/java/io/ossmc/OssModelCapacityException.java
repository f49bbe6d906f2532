package io.ossmc;

import org.jspecify.annotations.Nullable;

/** There is not enough memory: the budget or the memory root is too small or taken. */
public final class OssModelCapacityException extends OssModelException {

	private static final long serialVersionUID = 1L;

	private final boolean permanent;

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public OssModelCapacityException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * Creates an error.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param permanent whether no amount of waiting makes room
	 */
	public OssModelCapacityException(String problem, String remedy, boolean permanent) {
		this(problem, remedy, permanent, null);
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param permanent whether no amount of waiting makes room
	 * @param cause what it came from; null if it is the origin
	 */
	public OssModelCapacityException(String problem, String remedy, boolean permanent, @Nullable Throwable cause) {
		super(problem, remedy, cause);
		this.permanent = permanent;
	}

	/**
	 * Creates an error with its cause.
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @param cause what it came from
	 */
	public OssModelCapacityException(String problem, String remedy, @Nullable Throwable cause) {
		this(problem, remedy, false, cause);
	}

	@Override
	public boolean permanent() {
		return this.permanent;
	}

}
