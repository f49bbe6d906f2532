package io.ossmc.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Connections that end, stall or are cut. */
@Timeout(60)
class TroubleTests {

	private static final byte[] OBJECT = Settings.object(100_000);

	private static RangeRequest request(ScriptedServer server) {
		return new RangeRequest(server.url(), 0, 99_999, ScriptedServer.ETAG);
	}

	@Test
	void aBodyThatEndsEarlyIsTruncatedAndKeepsWhatCame() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.send(ScriptedServer.head(connection.request(), OBJECT));
					connection.send(Settings.slice(OBJECT, 0, 49_999));
				})) {
			CollectingSink sink = new CollectingSink(7_777);
			assertThatExceptionOfType(HttpFailure.Truncated.class).isThrownBy(() -> client.get(request(server), sink))
				.satisfies((failure) -> assertThat(failure.got()).isEqualTo(50_000))
				.satisfies((failure) -> assertThat(failure.wanted()).isEqualTo(100_000));
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 49_999));
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void aResetInTheBodyIsTruncated() throws Exception {
		CountDownLatch received = new CountDownLatch(1);
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.send(ScriptedServer.head(connection.request(), OBJECT) + "x");
					received.await();
					connection.reset();
				})) {
			CollectingSink sink = new CollectingSink(() -> {
				received.countDown();
				return 10;
			});
			assertThatExceptionOfType(HttpFailure.Truncated.class).isThrownBy(() -> client.get(request(server), sink));
		}
	}

	@Test
	void anEndBeforeTheReplyOnAFreshConnectionIsTruncated() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> connection.request())) {
			assertThatExceptionOfType(HttpFailure.Truncated.class)
				.isThrownBy(() -> client.get(request(server), new CollectingSink(10)));
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void anEndBeforeTheReplyOnAReusedConnectionIsInvisible() throws Exception {
		assertInvisible((connection) -> {
			connection.range(connection.request(), OBJECT);
			connection.request();
		});
	}

	@Test
	void aResetBeforeTheReplyOnAReusedConnectionIsInvisible() throws Exception {
		assertInvisible((connection) -> {
			connection.range(connection.request(), OBJECT);
			connection.request();
			connection.reset();
		});
	}

	@Test
	void aConnectionThatWasClosedWhileIdleIsInvisible() throws Exception {
		assertInvisible((connection) -> connection.range(connection.request(), OBJECT));
	}

	@Test
	void aConnectionThatWasSaidToHaveBeenIdleForTooLongIsInvisible() throws Exception {
		assertInvisible((connection) -> {
			connection.range(connection.request(), OBJECT);
			connection.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		});
	}

	/**
	 * Of the right form, so that only the time at which it came tells that it is none.
	 */
	@Test
	void aReplyThatNobodyAskedForIsNotTakenForTheNextOne() throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		CountDownLatch sent = new CountDownLatch(1);
		byte[] other = new byte[OBJECT.length];
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					String request = connection.request();
					connection.range(request, OBJECT);
					answered.await();
					connection.range(request, other);
					sent.countDown();
					connection.awaitEnd();
				}, ScriptedServer.ranges(OBJECT))) {
			client.get(request(server), new CollectingSink(100_000));
			answered.countDown();
			sent.await();
			CollectingSink sink = new CollectingSink(100_000);
			assertThat(client.get(request(server), sink).reusedConnection()).isFalse();
			assertThat(sink.bytes()).isEqualTo(OBJECT);
		}
	}

	private void assertInvisible(ScriptedServer.Script first) throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain(first, ScriptedServer.ranges(OBJECT))) {
			client.get(request(server), new CollectingSink(100_000));
			CollectingSink sink = new CollectingSink(100_000);
			assertThat(client.get(request(server), sink).reusedConnection()).isFalse();
			assertThat(sink.bytes()).isEqualTo(OBJECT);
			assertThat(server.accepted()).isEqualTo(2);
			assertThat(client.connections()).isEqualTo(1);
		}
	}

	@Test
	void aReusedConnectionThatEndsInsideTheHeadIsNotAskedAgain() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.range(connection.request(), OBJECT);
					connection.request();
					connection.send("HTTP/1.1 2");
				})) {
			client.get(request(server), new CollectingSink(100_000));
			assertThatExceptionOfType(HttpFailure.Truncated.class)
				.isThrownBy(() -> client.get(request(server), new CollectingSink(100_000)));
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void aConnectionThatBringsMoreThanItsBodyIsNotUsedAgain() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					String request = connection.request();
					connection.send(ScriptedServer.head(request, OBJECT) + "0HTTP/1.1 206 Evil\r\n");
					connection.awaitEnd();
				})) {
			client.get(new RangeRequest(server.url(), 0, 0, ScriptedServer.ETAG), new CollectingSink(1));
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void aServerThatSaysCloseIsBelieved() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					String request = connection.request();
					connection
						.send(ScriptedServer.head(request, OBJECT).replace("Server:", "Connection: close\r\nServer:"));
					connection.send(OBJECT);
					connection.awaitEnd();
				})) {
			client.get(request(server), new CollectingSink(100_000));
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void aBodyThatStallsIsCut() throws Exception {
		assertStalls((connection) -> {
			connection.send(ScriptedServer.head(connection.request(), OBJECT) + "abc");
			connection.awaitEnd();
		});
	}

	@Test
	void aHeadThatStallsIsCut() throws Exception {
		assertStalls((connection) -> {
			connection.request();
			connection.send("HTTP/1.1 206");
			connection.awaitEnd();
		});
	}

	@Test
	void aServerThatSaysNothingIsCut() throws Exception {
		assertStalls(ScriptedServer.Connection::awaitEnd);
	}

	@Test
	void aHeadThatComesByteByByteHasOneStallTimeoutInAll() throws Exception {
		FakeTime time = new FakeTime();
		assertLate(time, (connection) -> {
			connection.request();
			trickle(time, connection, "HTTP/1.1 206 Partial Content\r\nX-Long: ");
		}, HttpFailure.Stalled.class);
	}

	@Test
	void anErrorsBodyThatComesByteByByteSharesTheStallTimeoutOfItsHead() throws Exception {
		FakeTime time = new FakeTime();
		assertLate(time, (connection) -> {
			connection.request();
			connection.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 60000\r\n\r\n");
			trickle(time, connection, "<Error>");
		}, HttpStatusFailure.class);
	}

	@Test
	void chunksOfAnErrorThatComeByteByByteShareTheStallTimeoutOfItsHead() throws Exception {
		FakeTime time = new FakeTime();
		assertLate(time, (connection) -> {
			connection.request();
			connection.send("HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n");
			trickle(time, connection, "<Error>");
		}, HttpStatusFailure.class);
	}

	/** A byte at a time, each long before the stall time-out, and no end. */
	private static void trickle(FakeTime time, ScriptedServer.Connection connection, String begin) throws Exception {
		connection.send(begin);
		while (true) {
			connection.send("x");
			time.advance(Settings.STALL.dividedBy(50));
			LockSupport.parkNanos(Settings.STALL.toNanos() / 100);
		}
	}

	private void assertLate(FakeTime time, ScriptedServer.Script script, Class<? extends IOException> failure)
			throws Exception {
		try (RangeClient client = RangeClient.create(Settings.timed(time));
				ScriptedServer server = ScriptedServer.plain(script)) {
			long begin = time.getAsLong();
			assertThat(failure(inBackground(client, server))).isInstanceOf(failure);
			assertThat(Duration.ofNanos(time.getAsLong() - begin)).as("in the server's time")
				.isLessThan(Settings.STALL.multipliedBy(50));
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void aBodyMayTakeLongerThanAHeadMay() throws Exception {
		FakeTime time = new FakeTime();
		Semaphore taken = new Semaphore(0);
		try (RangeClient client = RangeClient.create(Settings.timed(time));
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.send(ScriptedServer.head(connection.request(), OBJECT));
					for (int i = 0; i < 20; i++) {
						connection.send(Settings.slice(OBJECT, i * 5_000, i * 5_000 + 4_999));
						taken.acquire(5_000);
						time.advance(Settings.STALL.dividedBy(4));
					}
				})) {
			CollectingSink sink = new CollectingSink(100_000);
			client.get(request(server), new BodySink() {
				@Override
				public ByteBuffer buffer() {
					return sink.buffer();
				}

				@Override
				public void received(int n) {
					sink.received(n);
					taken.release(n);
				}
			});
			assertThat(sink.bytes()).isEqualTo(OBJECT);
		}
	}

	private void assertStalls(ScriptedServer.Script script) throws Exception {
		FakeTime time = new FakeTime();
		try (RangeClient client = RangeClient.create(Settings.timed(time));
				ScriptedServer server = ScriptedServer.plain(script)) {
			CompletableFuture<RangeReply> reply = inBackground(client, server);
			// Each look sees time pass, so that nobody has to know when the client began
			// to wait.
			await().until(() -> {
				time.advance(Settings.STALL);
				return reply.isDone();
			});
			assertThat(failure(reply)).isInstanceOfSatisfying(HttpFailure.Stalled.class,
					(stalled) -> assertThat(stalled.timeout()).isEqualTo(Settings.STALL));
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void theWatchdogOutlivesWhatALookThrows() throws Exception {
		FakeTime time = new FakeTime();
		AtomicInteger errors = new AtomicInteger(3);
		HttpSettings timed = Settings.timed(time);
		HttpSettings failing = new HttpSettings(timed.connectTimeout(), timed.stallTimeout(), 1, timed.idleTimeout(),
				null, timed.resolver(), () -> {
					if (Thread.currentThread().getName().equals("ossmc-http-watchdog")
							&& errors.getAndDecrement() > 0) {
						throw new OutOfMemoryError("of the application");
					}
					return time.getAsLong();
				});
		try (RangeClient client = RangeClient.create(failing);
				ScriptedServer server = ScriptedServer.plain(ScriptedServer.Connection::awaitEnd)) {
			CompletableFuture<RangeReply> reply = inBackground(client, server);
			await().until(() -> {
				time.advance(Settings.STALL);
				return reply.isDone();
			});
			assertThat(failure(reply)).isInstanceOf(HttpFailure.Stalled.class);
			assertThat(errors).hasNonPositiveValue();
		}
	}

	@Test
	void aDestinationWithoutAPageIsNotTheNetworksFault(@TempDir Path directory) throws Exception {
		assertLocal(directory, ScriptedServer.ranges(OBJECT), OBJECT.length);
	}

	@Test
	void neitherIsItForBytesThatCameWithTheHead(@TempDir Path directory) throws Exception {
		byte[] small = Arrays.copyOf(OBJECT, 100);
		assertLocal(directory, (connection) -> {
			String request = connection.request();
			connection.send(ScriptedServer.head(request, small)
					+ new String(ScriptedServer.body(request, small), StandardCharsets.ISO_8859_1));
		}, small.length);
	}

	private static void assertLocal(Path directory, ScriptedServer.Script script, int length) throws Exception {
		MappedByteBuffer gone;
		try (FileChannel file = FileChannel.open(directory.resolve("file"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			gone = file.map(FileChannel.MapMode.READ_WRITE, 0, 100_000);
			file.truncate(0);
		}
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain(script)) {
			BodySink sink = new BodySink() {
				@Override
				public ByteBuffer buffer() {
					return gone;
				}

				@Override
				public void received(int n) {
					gone.position(gone.position() + n);
				}
			};
			RangeRequest request = new RangeRequest(server.url(), 0, length - 1, ScriptedServer.ETAG);
			assertThatThrownBy(() -> client.get(request, sink)).isInstanceOf(HttpFailure.Local.class);
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void timeThatTheSinkTakesIsNoStall() throws Exception {
		FakeTime time = new FakeTime();
		CountDownLatch swept = new CountDownLatch(20);
		HttpSettings timed = Settings.timed(time);
		HttpSettings counting = new HttpSettings(timed.connectTimeout(), timed.stallTimeout(), 1, timed.idleTimeout(),
				null, timed.resolver(), () -> {
					swept.countDown();
					return time.getAsLong();
				});
		try (RangeClient client = RangeClient.create(counting);
				ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			CollectingSink sink = new CollectingSink(() -> {
				time.advance(Duration.ofHours(1));
				try {
					assertThat(swept.await(30, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				return 100_000;
			});
			client.get(new RangeRequest(server.url(), 0, 9, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).hasSize(10);
		}
	}

	@Test
	void idleConnectionsAreClosedAfterAWhile() throws Exception {
		FakeTime time = new FakeTime();
		try (RangeClient client = RangeClient.create(Settings.timed(time));
				ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			client.get(request(server), new CollectingSink(100_000));
			assertThat(client.connections()).isEqualTo(1);
			time.advance(Settings.STALL.plusNanos(1));
			await().until(() -> client.connections() == 0);
		}
	}

	@Test
	void abortEndsRequestsAndIdleConnectionsAndTheClientGoesOn() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.send(ScriptedServer.head(connection.request(), OBJECT));
					begun.countDown();
					connection.awaitEnd();
				}, ScriptedServer.ranges(OBJECT))) {
			CompletableFuture<RangeReply> stuck = inBackground(client, server);
			begun.await();
			client.get(request(server), new CollectingSink(100_000));
			assertThat(client.connections()).isEqualTo(2);
			client.abortAll();
			assertThat(failure(stuck)).isInstanceOf(HttpFailure.Aborted.class);
			assertThat(client.connections()).isZero();
			assertThat(client.get(request(server), new CollectingSink(100_000)).reusedConnection()).isFalse();
		}
	}

	@Test
	void oneRequestIsAbortedAndTheOthersGoOn() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch aborted = new CountDownLatch(1);
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.request();
					begun.countDown();
					connection.awaitEnd();
				}, (connection) -> {
					String request = connection.request();
					begun.countDown();
					aborted.await();
					connection.range(request, OBJECT);
				})) {
			Abort abort = new Abort();
			CompletableFuture<RangeReply> stuck = inBackground(client, server, abort);
			await().until(() -> server.accepted() == 1);
			CompletableFuture<RangeReply> other = inBackground(client, server, new Abort());
			begun.await();
			abort.abort();
			assertThat(failure(stuck)).isInstanceOf(HttpFailure.Aborted.class);
			aborted.countDown();
			assertThat(other.get().objectSize()).isEqualTo(OBJECT.length);
			assertThat(client.connections()).as("the one that is of use again").isEqualTo(1);
			assertThatExceptionOfType(HttpFailure.Aborted.class)
				.isThrownBy(() -> client.get(request(server), new CollectingSink(10), abort));
		}
	}

	@Test
	void whatIsAbortedTooLateCutsNobodyElse() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch aborted = new CountDownLatch(1);
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.range(connection.request(), OBJECT);
					String request = connection.request();
					begun.countDown();
					aborted.await();
					connection.range(request, OBJECT);
				})) {
			Abort abort = new Abort();
			client.get(request(server), new CollectingSink(100_000), abort);
			CompletableFuture<RangeReply> next = inBackground(client, server, new Abort());
			begun.await();
			abort.abort();
			aborted.countDown();
			assertThat(next.get().reusedConnection()).isTrue();
		}
	}

	@Test
	void aClosedClientAsksNothing() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			RangeClient client = RangeClient.create(Settings.patient());
			client.close();
			assertThatExceptionOfType(HttpFailure.Aborted.class)
				.isThrownBy(() -> client.get(request(server), new CollectingSink(10)));
			assertThat(server.accepted()).isZero();
		}
	}

	@Test
	void interruptionEndsTheRequestAndStays() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicReference<IOException> failure = new AtomicReference<>();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.send(ScriptedServer.head(connection.request(), OBJECT));
					begun.countDown();
					connection.awaitEnd();
				})) {
			Thread thread = Thread.ofPlatform().start(() -> {
				try {
					client.get(request(server), new CollectingSink(10));
				}
				catch (IOException ex) {
					failure.set(ex);
				}
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			begun.await();
			thread.interrupt();
			assertThat(interrupted.get()).isTrue();
			assertThat(failure.get()).isInstanceOf(HttpFailure.Aborted.class);
			assertThat(client.connections()).isZero();
		}
	}

	private static CompletableFuture<RangeReply> inBackground(RangeClient client, ScriptedServer server) {
		return inBackground(client, server, new Abort());
	}

	private static CompletableFuture<RangeReply> inBackground(RangeClient client, ScriptedServer server, Abort abort) {
		CompletableFuture<RangeReply> reply = new CompletableFuture<>();
		Thread.ofPlatform().daemon().start(() -> {
			try {
				reply.complete(client.get(request(server), new CollectingSink(100_000), abort));
			}
			catch (Throwable ex) {
				reply.completeExceptionally(ex);
			}
		});
		return reply;
	}

	private static Throwable failure(CompletableFuture<?> future) throws InterruptedException {
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		throw new AssertionError("no failure");
	}

}
