package io.ossmc.transfer;

import java.time.Duration;

import io.ossmc.VerifyMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What follows from how bytes are to be fetched. */
class TransferSettingsTests {

	@ParameterizedTest
	@CsvSource({ "PT30S, PT1S", "PT4S, PT1S", "PT2S, PT0.5S", "PT0.4S, PT0.1S" })
	void aRequestIsSilentAfterASecondButWellBeforeItsTimeIsOver(Duration stallTimeout, Duration silentAfter) {
		assertThat(
				new TransferSettings(1 << 20, 4, 8, stallTimeout, Duration.ofMinutes(5), VerifyMode.TRUE).silentAfter())
			.isEqualTo(silentAfter);
	}

}
