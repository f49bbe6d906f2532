package io.ossmc.thread;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.OssModelLoadException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;

/**
 * Gives each of several waiters an exception of its own: one object in the hands of many
 * threads would show the stack of none of them, and what one of them suppresses in it
 * would appear to all.
 */
public final class Fresh {

	private Fresh() {
	}

	/**
	 * The same error, as it arises here and now.
	 * @param original shared by others
	 * @return of the same kind, with the same problem, remedy and permanence, the
	 * caller's stack, and the original as its cause
	 */
	public static OssModelException copy(OssModelException original) {
		String problem = original.problem();
		String remedy = original.remedy();
		return switch (original) {
			case OssModelAccessException ex -> new OssModelAccessException(problem, remedy, ex);
			case OssModelCapacityException ex -> new OssModelCapacityException(problem, remedy, ex.permanent(), ex);
			case OssModelChangedException ex -> new OssModelChangedException(problem, remedy, ex);
			case OssModelConfigurationException ex -> new OssModelConfigurationException(problem, remedy, ex);
			case OssModelDirectoryException ex -> new OssModelDirectoryException(problem, remedy, ex);
			case OssModelIntegrityException ex -> new OssModelIntegrityException(problem, remedy, ex.permanent(), ex);
			case OssModelLoadException ex -> new OssModelLoadException(problem, remedy, ex);
			case OssModelNotFoundException ex -> new OssModelNotFoundException(problem, remedy, ex);
			case OssModelTransferException ex -> new OssModelTransferException(problem, remedy, ex);
			default -> throw new IllegalArgumentException("not one of ours: " + original.getClass());
		};
	}

	/**
	 * As {@link #copy}, for any error. Kinds that are neither ours nor the JDK's usual
	 * ones cannot be made again and stay what they are.
	 * @param original shared by others
	 * @return a copy, or the original
	 */
	public static Throwable of(Throwable original) {
		return switch (original) {
			case OssModelException ex -> copy(ex);
			case CompletionException ex when ex.getCause() != null -> of(ex.getCause());
			case IllegalStateException ex when ex.getClass() == IllegalStateException.class ->
				new IllegalStateException(ex.getMessage(), ex);
			case UncheckedIOException ex when ex.getClass() == UncheckedIOException.class ->
				new UncheckedIOException(ex.getMessage(), Objects.requireNonNull(ex.getCause()));
			default -> original;
		};
	}

}
