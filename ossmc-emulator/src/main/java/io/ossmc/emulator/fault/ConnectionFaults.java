package io.ossmc.emulator.fault;

import java.time.Duration;
import java.util.List;

import io.ossmc.emulator.Script;

/** Connections that end too early or too late, and what nobody asked for on them. */
final class ConnectionFaults {

	private ConnectionFaults() {
	}

	static List<Fault> all() {
		return List.of(
				Fault.played("connection.closed-without-reply", Fault.ALL, (plain, occasion) -> Script.begin().close()),
				Fault.played("connection.reset-without-reply", Fault.ALL, (plain, occasion) -> Script.begin().reset()),
				Fault.played("connection.closed-in-the-head", Fault.ALL,
						(plain, occasion) -> Script.begin().send(plain.status() + "\r\nServer: Ali").close()),
				Fault.played("connection.closed-after-the-head", Fault.BODIES,
						(plain, occasion) -> Script.begin().send(plain.head()).close()),
				Fault.played("connection.reset-after-the-head", Fault.BODIES,
						(plain, occasion) -> Script.begin().send(plain.head()).reset()),
				Fault.played("connection.closed-though-kept", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain.with("Connection", "keep-alive")).close()),
				Fault.played("connection.reset-though-kept", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain.with("Connection", "keep-alive"))
							.pause(Duration.ofMillis(20))
							.reset()),
				Fault.played("connection.kept-though-closed", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain.with("Connection", "close")).stall()),
				Fault.played("connection.garbage-after-the-body", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain).send("GARBAGE\r\n\r\nGARBAGE")),
				Fault.played("connection.reply-not-asked-for", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain)
							.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")),
				Fault.played("connection.reply-twice", Fault.ALL, (plain, occasion) -> {
					byte[] other = plain.body();
					for (int index = 0; index < other.length; index++) {
						other[index] ^= 0x55;
					}
					return occasion.complete(plain).send(plain.head()).send(other);
				}),
				Fault.played("connection.timeout-reply-when-idle", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain)
							.pause(Duration.ofMillis(5))
							.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
							.close()));
	}

}
