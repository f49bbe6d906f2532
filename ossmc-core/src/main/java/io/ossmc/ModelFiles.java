package io.ossmc;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one version of a model, complete and verified. Names are keys relative to
 * the model's URI.
 */
public interface ModelFiles {

	/**
	 * The immutable directory of this version: engines that open several files, or open
	 * late, use this one.
	 * @return an absolute path
	 */
	Path path();

	/**
	 * One file.
	 * @param file its name, such as {@code model.onnx} or {@code sub/part-1.bin}
	 * @return an absolute path below {@link #path()}
	 * @throws OssModelNotFoundException if the model has no such file
	 */
	Path path(String file);

	/**
	 * One file as memory, without a copy and of any size.
	 * @param file its name
	 * @return a read-only segment that any thread may read until the lease is closed;
	 * afterwards access throws {@link IllegalStateException}
	 */
	MemorySegment segment(String file);

	/**
	 * The names of all files, sorted.
	 * @return an unmodifiable list
	 */
	List<String> files();

	/**
	 * Which version this is: a hash of keys and ETags.
	 * @return lower-case hexadecimal
	 */
	String version();

}
