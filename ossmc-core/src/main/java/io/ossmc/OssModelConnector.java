package io.ossmc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Brings models from OSS into memory and hands them out as paths, streams or memory
 * segments.
 * <p>
 * Nothing touches the network before the first call that needs it ({@link #open},
 * {@link #list}, {@link OssModel#await()}, …) or {@link #start()}. All methods are
 * thread-safe. Methods that may wait throw {@link IllegalStateException} on a Reactor
 * non-blocking thread and name the asynchronous alternative; virtual threads are welcome.
 */
public interface OssModelConnector extends AutoCloseable {

	/**
	 * Lists the objects below a URI, page by page as the stream is consumed. The first
	 * page is one request, on the caller's thread. Whoever reads on has up to 64 pages
	 * asked for at the same time, and about 100 MiB of them read ahead at most; with
	 * {@link ListOptions#ordered(boolean) ordered(false)} a third of that, and quicker
	 * where there are very many. All that was there throughout is listed, once.
	 * @param uri {@code oss://bucket/prefix}
	 * @param options which objects
	 * @return a lazy stream in key order unless told otherwise; close it to end its
	 * requests early
	 * @throws OssModelException from the stream's terminal operation, when a page cannot
	 * be had; it never ends early without one
	 */
	Stream<ObjectSummary> list(String uri, ListOptions options);

	/**
	 * Lists everything below a URI.
	 * @param uri {@code oss://bucket/prefix}
	 * @return as {@link #list(String, ListOptions)}
	 */
	default Stream<ObjectSummary> list(String uri) {
		return list(uri, ListOptions.recursive());
	}

	/**
	 * Opens one object and starts to fetch it into private memory. Waits for the object's
	 * description (one request), never for memory: the object takes its place in the
	 * queue and reads wait for what they need.
	 * @param uri {@code oss://bucket/key}
	 * @return the object, to be closed by the caller
	 * @throws OssModelNotFoundException if there is no such object
	 * @throws OssModelCapacityException if it is larger than the whole budget
	 */
	OssObject open(String uri);

	/**
	 * Prepares a model in a directory of the caller's choice and starts to fetch it.
	 * Files appear in the directory one by one, each complete and verified.
	 * @param uri {@code oss://bucket/prefix/}
	 * @param directory becomes a stable link to the model's current version; must not
	 * exist, be empty, or be ours
	 * @return the model, named after the last part of the prefix
	 * @throws OssModelDirectoryException if the directory holds somebody else's files
	 */
	default OssModel prepareDirectory(String uri, Path directory) {
		return prepareDirectory(uri, directory, UnaryOperator.identity());
	}

	/**
	 * Prepares a model in a directory, with options.
	 * @param uri {@code oss://bucket/prefix/}
	 * @param directory as in {@link #prepareDirectory(String, Path)}
	 * @param options changes the specification before it is used (name, filters, …)
	 * @return the model
	 */
	OssModel prepareDirectory(String uri, Path directory, UnaryOperator<ModelSpec.Builder> options);

	/**
	 * Registers a model and, if it is eager, starts to fetch it.
	 * @param spec the model
	 * @return the model; the same one if an equal specification is registered already
	 * @throws OssModelConfigurationException if the name is taken by a different
	 * specification
	 */
	OssModel prepare(ModelSpec spec);

	/**
	 * Finds a registered model.
	 * @param name its name
	 * @return the model
	 * @throws OssModelNotFoundException if there is none of that name; the message lists
	 * those there are
	 */
	OssModel model(String name);

	/**
	 * All registered models in the order of their registration.
	 * @return a snapshot
	 */
	List<OssModel> models();

	/**
	 * Forgets a model: stops its fetch, removes its files and links. Memory under lease
	 * is freed with the last lease.
	 * @param name its name
	 * @return whether there was such a model
	 */
	boolean remove(String name);

	/**
	 * Makes the configured models those of a changed configuration, without disturbing
	 * the others: registers new ones, forgets those that are not named any more (as
	 * {@link #remove}) and changes those that are different. A model keeps its
	 * {@link OssModel} and its {@link LoadedModel}s; where its objects differ now, they
	 * are fetched beside the current version as by {@link OssModel#refresh()}. Models
	 * that were registered through {@link #prepare} and {@link #prepareDirectory} are
	 * left alone.
	 * @param specs all configured models
	 * @throws OssModelException if one of them cannot be used; nothing is changed then.
	 * What fails afterwards, such as a fetch, is the model's own: it is shown with it,
	 * the version that was there serves on, and it is tried again
	 */
	void reconcile(Collection<ModelSpec> specs);

	/**
	 * A snapshot of what the connector holds and does.
	 * @return the figures
	 */
	ConnectorStats stats();

	/**
	 * Takes the models' directories and starts to fetch the eager models that are not
	 * there yet. Idempotent; may follow {@link #stop}.
	 * @throws OssModelDirectoryException if a directory is somebody else's now; nothing
	 * is fetched then, and the directories taken before it stay taken until the next
	 * start, stop or close
	 */
	void start();

	/**
	 * Stops all fetches at once and waits for leases to be closed. What is ready stays in
	 * memory; {@link #start()} resumes. What was being fetched leaves nothing, neither a
	 * file nor memory, and those who waited for it get an
	 * {@link OssModelTransferException}. The models' directories are released afterwards,
	 * also if leases are still open then (their paths stay right): another connector may
	 * have them until the next start. Throws nothing.
	 * @param timeout how long to wait for leases
	 */
	void stop(Duration timeout);

	/**
	 * Stops fetches, removes the connector's files and links and frees its memory; views
	 * that are still held throw from now on. Idempotent, never throws.
	 */
	@Override
	void close();

}
