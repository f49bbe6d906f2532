package io.ossmc.benchmark.download;

import java.util.List;

import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.client.Settings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SweepTests {

	@Test
	void choosesTheCheapestOfThoseNearlyAsFastAsTheFastest() {
		assertThat(Sweep.choose(List.of(one("cheap=1", 100, 2000), one("fast=1", 400, 1000), one("near=1", 300, 1050)))
			.settings()
			.toString()).isEqualTo("near=1");
	}

	private static Sweep.Try one(String settings, long cpu, long wall) {
		return new Sweep.Try(new Contender("peer", Contender.BEST, Settings.of(settings), null),
				new Measurement(cpu, wall, 1 << 30, 0));
	}

	@Test
	void everyPeerHasSettingsToTry() {
		for (String client : Clients.PEERS) {
			assertThat(Sweep.candidates(client, MemoryKind.REUSED)).as(client).hasSizeGreaterThan(2);
		}
	}

}
