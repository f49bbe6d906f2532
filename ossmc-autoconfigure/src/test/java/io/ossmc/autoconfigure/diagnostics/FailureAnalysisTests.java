package io.ossmc.autoconfigure.diagnostics;

import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.OssmcReconciler;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.endpoint.OssmcEndpoint;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What people see who made a mistake in their application.yml. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@Test
	void explainsModelsWithoutAnEndpoint(CapturedOutput output) {
		fail(output, "ossmc.prepare.m.uri=oss://bkt/m/");
		assertThat(output).contains("Description:", "there is no OSS endpoint to ask", "Action:", "Set ossmc.endpoint");
	}

	@Test
	void proposesTheKeyThatWasMeantAndShowsNoValue(CapturedOutput output) {
		fail(output, "ossmc.credentials.acess-key-secret=s3cret");
		assertThat(output).contains("There is no key ossmc.credentials.acess-key-secret")
			.contains("Did you mean ossmc.credentials.access-key-secret?")
			.doesNotContain("s3cret");
	}

	@Test
	void proposesTheKeyAtTheRightLevel(CapturedOutput output) {
		fail(output, "ossmc.part-size=8MB");
		assertThat(output).contains("There is no key ossmc.part-size", "Did you mean ossmc.fetch.part-size?");
	}

	@Test
	void namesTheModelInItsProposal(CapturedOutput output) {
		fail(output, "ossmc.prepare.minilm.dirctory=/m", "ossmc.prepare.minilm.uri=oss://bkt/m/");
		assertThat(output).contains("Did you mean ossmc.prepare.minilm.directory?");
	}

	@Test
	void proposesNothingForAKeyUnlikeAnyOther(CapturedOutput output) {
		fail(output, "ossmc.quux.frobnicate=1");
		assertThat(output).contains("There is no key ossmc.quux.frobnicate").doesNotContain("Did you mean");
	}

	@Test
	void explainsADottedModelName(CapturedOutput output) {
		fail(output, "ossmc.prepare.Qwen2.5-72B.uri=oss://bkt/m/");
		assertThat(output).contains("The model name Qwen2.5-72B", "Write \"[Qwen2.5-72B]\" in YAML");
	}

	@Test
	void explainsASlashedModelName(CapturedOutput output) {
		fail(output, "ossmc.prepare.Org/Model.uri=oss://bkt/m/");
		assertThat(output).contains("The model name Org/Model", "\"[Org-Model]\"");
	}

	@Test
	void explainsAValueThatCannotBeConverted(CapturedOutput output) {
		fail(output, "ossmc.fetch.stall-timeout=soon");
		assertThat(output).contains("ossmc.fetch.stall-timeout", "cannot be \"soon\"",
				"Set it to a time with its unit, such as 30s or 5m.");
	}

	@Test
	void listsTheModes(CapturedOutput output) {
		fail(output, "ossmc.prepare.m.mode=greedy");
		assertThat(output).contains("ossmc.prepare.m.mode", "cannot be \"greedy\"", "Set it to one of eager, lazy.");
	}

	@Test
	void showsNoKeyThatStandsAtTheWrongPlace(CapturedOutput output) {
		fail(output, "ossmc.credentials=s3cret");
		assertThat(output).contains("Description:", "ossmc.credentials").doesNotContain("s3cret\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:s3cret word@node:4001", "http://user:s3cret@node", "user:s3cret@node:4001" })
	void showsNoPasswordOfAProxyThatCannotBeUsed(String proxy, CapturedOutput output) {
		fail(output, "ossmc.fetch.proxy=" + proxy, "ossmc.endpoint=http://127.0.0.1:9",
				"ossmc.credentials.access-key-id=id", "ossmc.credentials.access-key-secret=s3cret");
		assertThat(output).contains("ossmc.fetch.proxy is not", "http://user:password@host:port")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsConnector.class, NeedsReconciler.class, NeedsEndpoint.class, NeedsEmulator.class })
	void namesTheBeanThatWasSwitchedOff(Class<?> consumer, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> TestApplication.start((context) -> context.registerBean(consumer), "ossmc.enabled=false"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"A bean of type " + consumer.getRecordComponents()[0].getType().getName() + " is required",
				"but ossmc.enabled is false", "Remove ossmc.enabled=false");
	}

	private static void fail(CapturedOutput output, String... properties) {
		assertThatException().as(output::getAll).isThrownBy(() -> TestApplication.start(properties));
		assertThat(output).contains("APPLICATION FAILED TO START");
	}

	record NeedsConnector(OssModelConnector connector) {
	}

	record NeedsReconciler(OssmcReconciler reconciler) {
	}

	record NeedsEndpoint(OssmcEndpoint endpoint) {
	}

	record NeedsEmulator(OssEmulator emulator) {
	}

}
