package io.ossmc.emulator;

import java.time.Duration;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.comm.SignVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ListLatencyTests {

	@Test
	void aPageComesAfterItsLatency() {
		Duration latency = Duration.ofMillis(120);
		try (OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").listLatency(latency).start()) {
			emulator.bucket("models").put("a", new byte[1]);
			OSS client = Sdk.client(emulator, SignVersion.V4, Sdk.KEY);
			try {
				long start = System.nanoTime();
				assertThat(client.listObjectsV2("models").getKeyCount()).isOne();
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(latency);
			}
			finally {
				client.shutdown();
			}
		}
	}

	@Test
	void aNegativeLatencyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OssEmulator.builder().listLatency(Duration.ofMillis(-1)));
	}

}
