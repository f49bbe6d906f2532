package io.ossmc.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ModelNamesTests {

	@ParameterizedTest
	@CsvSource({ "ossmc.prepare.Qwen2.5-72B.uri, Qwen2.5-72B", "ossmc.prepare.Org/Model.uri, Org/Model",
			"ossmc.prepare.a.b.include[0], a.b", "ossmc.prepare.a.b.failFast, a.b",
			"ossmc.prepare.a.b.expire-after-access, a.b", "ossmc.prepare.a.b.refreshInterval, a.b" })
	void findsNamesThatNeedBrackets(String key, String name) {
		assertThat(ModelNames.firstMangled(environment(key))).contains(name);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "ossmc.prepare[Qwen2.5-72B].uri", "ossmc.prepare.[Qwen2.5-72B].uri", "ossmc.prepare.minilm.uri",
					"ossmc.prepare.my_model.include[0]", "ossmc.prepare.minilm.fail-fast", "other.prepare.a.b.uri" })
	void leavesNamesThatBindAsWritten(String key) {
		assertThat(ModelNames.firstMangled(environment(key))).isEmpty();
	}

	@Test
	void saysHowToWriteADottedName() {
		assertThat(ModelNames.remedy("Qwen2.5-72B")).contains("\"[Qwen2.5-72B]\"");
	}

	@Test
	void proposesANameForOneThatIsNotAllowed() {
		assertThat(ModelNames.remedy("Org/Model 2")).contains("\"[Org-Model-2]\"");
	}

	private static StandardEnvironment environment(String key) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(key, "value")));
		return environment;
	}

}
