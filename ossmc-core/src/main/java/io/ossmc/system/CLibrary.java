package io.ossmc.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Finds functions of the C library and calls them: each keeps its {@code errno} apart,
 * which the JVM would overwrite between the call and the question, and returns it negated
 * where C returns -1. Thread-safe.
 */
final class CLibrary {

	private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();

	private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	private final Linker linker = Linker.nativeLinker();

	/** Whether there is such a function. */
	boolean has(String name) {
		return this.linker.defaultLookup().find(name).isPresent();
	}

	/**
	 * Finds a function.
	 * @param name as C knows it
	 * @param type its arguments and result
	 * @param options what is unusual about it
	 * @return takes a segment for the {@code errno} first, see {@link Call}
	 * @throws java.util.NoSuchElementException if there is none
	 * @throws IllegalCallerException if native access is denied
	 */
	@SuppressWarnings("restricted")
	MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
		final Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
		all[options.length] = Linker.Option.captureCallState("errno");
		return this.linker.downcallHandle(this.linker.defaultLookup().findOrThrow(name), type, all);
	}

	/** What a function without arguments returns. */
	int number(String name) {
		final MethodHandle function = find(name, FunctionDescriptor.of(ValueLayout.JAVA_INT));
		return (int) call((state) -> (int) function.invokeExact(state));
	}

	/**
	 * Calls a function.
	 * @param call invokes it
	 * @return its result, or {@code -errno} if that is -1
	 */
	static long call(Call call) {
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment state = arena.allocate(CAPTURED);
			final long result = call.with(state);
			return (result != -1) ? result : -(int) ERRNO.get(state, 0L);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** One call that captures its errno. */
	@FunctionalInterface
	interface Call {

		long with(MemorySegment state) throws Throwable;

	}

}
