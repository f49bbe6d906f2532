package io.ossmc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A named set of objects, fetched, held and given up as a whole. Obtained from
 * {@link OssModelConnector}, which owns it.
 */
public interface OssModel {

	/**
	 * The name it was registered under.
	 * @return the name
	 */
	String name();

	/**
	 * What was asked for.
	 * @return the specification
	 */
	ModelSpec spec();

	/**
	 * Holds the current version in memory until the lease is closed; fetches it first if
	 * need be and waits.
	 * @return the lease, to be closed by the caller
	 * @throws OssModelException if the model cannot be had
	 */
	ModelLease lease();

	/**
	 * Waits until the model is ready; starts its fetch if need be.
	 * @return this model
	 * @throws OssModelException if the attempt under way fails
	 */
	OssModel await();

	/**
	 * As {@link #await()}, for a bounded time.
	 * @param timeout how long to wait
	 * @return this model
	 * @throws OssModelTransferException if the time is over; the fetch goes on
	 */
	OssModel await(Duration timeout);

	/**
	 * The asynchronous form of {@link #await()}.
	 * @return completes on a thread of the connector where what follows may wait;
	 * exceptionally if the attempt under way fails
	 */
	CompletableFuture<OssModel> whenReady();

	/**
	 * Waits for one file only, so that it can be read while later ones are still
	 * arriving. Starts the fetch if need be. Until the model is ready nobody holds the
	 * file for the caller: if the attempt fails or is stopped, or the model changes on
	 * OSS before the last file has come, the path goes with the attempt, and the next one
	 * may give another. What is open or mapped by then stays readable. To keep it for
	 * longer take a {@link #lease()}.
	 * @param file its name within the model
	 * @return completes with the path in the immutable version directory once that file
	 * is complete and verified, on a thread where what follows may wait; exceptionally if
	 * the attempt under way fails before that
	 */
	CompletableFuture<Path> whenReady(String file);

	/**
	 * How far it is, for people and monitors.
	 * @return a snapshot
	 */
	ModelProgress progress();

	/**
	 * How the parts of its large files are filling, while this model fetches them: files
	 * of more than one part, in the order of their names, at most eight at a time. Drawn
	 * when asked for.
	 * @return by the file's name; empty while nothing is fetched
	 */
	Map<String, PartMap> parts();

	/**
	 * Gives up the model's memory, or the attempt to fetch it; it is fetched again on the
	 * next use. The connector's own pin goes with it.
	 * @return false if the model is under lease and was kept
	 */
	boolean evict();

	/**
	 * Looks whether the objects have changed, and if so fetches the new version beside
	 * the current one, which goes on serving, and lets it take its place: leases taken
	 * from then on, loaded objects and the stable path are of the new version, leases
	 * that are open keep the old one. Files that did not change are neither fetched nor
	 * held twice. What does not fit beside the current version, or fails, changes nothing
	 * and is shown in {@link ModelProgress#next()}. Does nothing if the model is not in
	 * memory, since it is listed anew when it is fetched.
	 * @return completes with whether a new version took the place, on a thread of the
	 * connector where what follows may wait; exceptionally if it cannot be had
	 */
	CompletableFuture<Boolean> refresh();

	/**
	 * Registers something to be built from the model's files, once per version, off the
	 * caller's thread: as soon as the model is ready if it is eager, on first use if it
	 * is lazy. Starts nothing by itself.
	 * @param loader builds the object; its files are leased as long as the object lives
	 * @param <T> what is built; closed after its last use if it is {@link AutoCloseable}
	 * @return the handle, to be closed by the caller (as a Spring bean it is closed with
	 * the context)
	 */
	<T> LoadedModel<T> load(ModelLoader<? extends T> loader);

	/**
	 * As {@link #load(ModelLoader)} for an object that needs a closer of its own.
	 * @param loader builds the object
	 * @param closer called once after the object's last use, before its memory goes
	 * @param <T> what is built
	 * @return the handle
	 */
	<T> LoadedModel<T> load(ModelLoader<? extends T> loader, Consumer<? super T> closer);

}
