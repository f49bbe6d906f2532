package io.ossmc.autoconfigure.cloud;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.FakeConnector;
import io.ossmc.autoconfigure.FakeModel;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;
import io.ossmc.autoconfigure.OssmcReconciler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What happens when Nacos, or whatever speaks through Spring Cloud, changes the
 * environment. Spring Cloud's own rebinding of properties runs beside ours.
 */
@ExtendWith(OutputCaptureExtension.class)
class EnvironmentChangeTests {

	private final FakeConnector connector = new FakeConnector();

	private final Map<String, Object> nacos = new HashMap<>(
			Map.of("ossmc.prepare.minilm.uri", "oss://models/minilm/", "ossmc.cache.max-size", "16MB"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OssmcAutoConfiguration.class, OssmcCloudAutoConfiguration.class,
				RefreshAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class))
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("nacos", this.nacos)))
		.withBean(OssModelConnector.class, () -> this.connector);

	@Test
	void addsChangesAndRemovesModels(CapturedOutput output) {
		this.connector.add(ModelSpec.builder("minilm", "oss://models/minilm/").build());
		this.runner.run((context) -> {
			this.nacos.put("ossmc.prepare[Qwen2.5-0.5B].uri", "oss://models/qwen/");
			this.nacos.put("ossmc.prepare[Qwen2.5-0.5B].mode", "lazy");
			this.nacos.put("ossmc.prepare[Qwen2.5-0.5B].expire-after-access", "5m");
			changed(context.getSourceApplicationContext(), "ossmc.prepare[Qwen2.5-0.5B].uri");
			assertThat(names()).containsExactlyInAnyOrder("minilm", "Qwen2.5-0.5B");
			FakeModel added = (FakeModel) this.connector.model("Qwen2.5-0.5B");
			assertThat(added.spec().mode()).isEqualTo(ModelMode.LAZY);
			assertThat(added.spec().expireAfterAccess()).hasMinutes(5);

			this.nacos.put("ossmc.prepare.minilm.uri", "oss://models/minilm-v2/");
			changed(context.getSourceApplicationContext(), "ossmc.prepare.minilm.uri");
			assertThat(this.connector.model("minilm").spec().uri()).isEqualTo("oss://models/minilm-v2/");

			this.nacos.keySet().removeIf((key) -> key.contains("minilm"));
			changed(context.getSourceApplicationContext(), "ossmc.prepare.minilm.uri");
			assertThat(names()).containsExactly("Qwen2.5-0.5B");
			assertThat(output).contains("added [Qwen2.5-0.5B], changed [], removed []")
				.contains("added [], changed [minilm], removed []")
				.contains("added [], changed [], removed [minilm]")
				.doesNotContain("Restart");
		});
	}

	@Test
	void keepsTheModelsOfBeans() {
		this.runner.withBean(ModelSpec.class, () -> ModelSpec.builder("bean", "oss://models/bean/").build())
			.run((context) -> {
				changed(context.getSourceApplicationContext(), "ossmc.prepare.minilm.uri");
				assertThat(names()).containsExactlyInAnyOrder("minilm", "bean");
			});
	}

	@Test
	void followsAPlaceholder() {
		this.nacos.put("models.version", "1");
		this.nacos.put("ossmc.prepare.minilm.uri", "oss://models/${models.version}/");
		this.runner.run((context) -> {
			this.nacos.put("models.version", "2");
			changed(context.getSourceApplicationContext(), "models.version");
			assertThat(this.connector.model("minilm").spec().uri()).isEqualTo("oss://models/2/");
		});
	}

	@Test
	void anUnknownKeyIsExplainedAndChangesNothing(CapturedOutput output) {
		this.runner.run((context) -> {
			this.nacos.put("ossmc.prepare.minilm.ury", "oss://models/s3cret/");
			this.nacos.put("ossmc.prepare.minilm.uri", "oss://models/other/");
			changed(context.getSourceApplicationContext(), "ossmc.prepare.minilm.ury");
			assertThat(this.connector.calls).noneMatch((call) -> call.startsWith("reconcile"));
			assertThat(output).contains("The changed configuration cannot be used, the models stay as they are.")
				.contains("There is no key ossmc.prepare.minilm.ury")
				.contains("Did you mean ossmc.prepare.minilm.uri?")
				.doesNotContain("s3cret");

			this.nacos.remove("ossmc.prepare.minilm.ury");
			changed(context.getSourceApplicationContext(), "ossmc.prepare.minilm.ury");
			assertThat(this.connector.model("minilm").spec().uri()).isEqualTo("oss://models/other/");
		});
	}

	@Test
	void aValueThatCannotBeConvertedANameThatIsTakenApartAndAModelWithoutUriAreExplained(CapturedOutput output) {
		this.runner.run((context) -> {
			this.nacos.put("ossmc.prepare.minilm.refresh-interval", "soon");
			changed(context.getSourceApplicationContext(), "ossmc.prepare.minilm.refresh-interval");
			assertThat(output).contains("ossmc.prepare.minilm.refresh-interval")
				.contains("Set it to a time with its unit, such as 30s or 5m.");

			this.nacos.remove("ossmc.prepare.minilm.refresh-interval");
			this.nacos.put("ossmc.prepare.Qwen2.5-72B.uri", "oss://models/qwen/");
			changed(context.getSourceApplicationContext(), "ossmc.prepare.Qwen2.5-72B.uri");
			assertThat(output).contains("\"[Qwen2.5-72B]\"");

			this.nacos.remove("ossmc.prepare.Qwen2.5-72B.uri");
			this.nacos.put("ossmc.prepare.bge.mode", "lazy");
			changed(context.getSourceApplicationContext(), "ossmc.prepare.bge.mode");
			assertThat(output).contains("The model \"bge\" has no URI.");
			assertThat(this.connector.calls).noneMatch((call) -> call.startsWith("reconcile"));
		});
	}

	@Test
	void keysThatNeedARestartAreNamedOnceAndWithoutValues(CapturedOutput output) {
		this.runner.run((context) -> {
			this.nacos.put("ossmc.cache.max-size", "32MB");
			this.nacos.put("ossmc.credentials.access-key-secret", "s3cret");
			this.nacos.put("ossmc.buckets.other.endpoint", "http://other");
			changed(context.getSourceApplicationContext(), "ossmc.cache.max-size");
			changed(context.getSourceApplicationContext(), "something.else");
			assertThat(output.getOut().split("read at the start only", -1)).hasSize(2);
			assertThat(output)
				.contains("ossmc.credentials.access-key-secret, ossmc.buckets.other, ossmc.cache.max-size")
				.contains("Restart the application")
				.doesNotContain("s3cret", "http://other");
		});
	}

	@Test
	void withoutSpringCloudTheReconcilerIsThereToBeCalled() {
		this.runner.withClassLoader(new FilteredClassLoader(EnvironmentChangeEvent.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(ReconcileOnEnvironmentChange.class);
			this.nacos.put("ossmc.prepare.bge.uri", "oss://models/bge/");
			context.getBean(OssmcReconciler.class).reconcile();
			assertThat(names()).containsExactlyInAnyOrder("minilm", "bge");
			this.nacos.put("ossmc.prepare.bge.nonsense", "x");
			assertThatException().isThrownBy(() -> context.getBean(OssmcReconciler.class).reconcile());
		});
	}

	private static void changed(ConfigurableApplicationContext context, String... keys) {
		context.publishEvent(new EnvironmentChangeEvent(context, Set.of(keys)));
	}

	private List<String> names() {
		return this.connector.models.stream().map(FakeModel::name).toList();
	}

}
