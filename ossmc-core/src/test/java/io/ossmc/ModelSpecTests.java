package io.ossmc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelSpecTests {

	@Test
	void aNameIsShortEnoughToBeADirectory() {
		String longest = "m".repeat(200);
		assertThat(ModelSpec.builder(longest, "oss://models/model/").build().name()).isEqualTo(longest);
		assertThatExceptionOfType(OssModelConfigurationException.class)
			.isThrownBy(() -> ModelSpec.builder(longest + "m", "oss://models/model/").build())
			.withMessageContaining("up to 200 letters");
	}

}
