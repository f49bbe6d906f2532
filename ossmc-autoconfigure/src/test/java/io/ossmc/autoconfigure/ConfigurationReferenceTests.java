package io.ossmc.autoconfigure;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The class that binds, the metadata that editors read and the table that people read
 * name the same keys.
 */
class ConfigurationReferenceTests {

	private static final Path README = Path.of("..", "README.md");

	private static final Pattern ROW = Pattern.compile("\\| `(ossmc\\.[^`]+)` \\|.*");

	@Test
	void metadataNamesWhatTheClassBinds() {
		TreeSet<String> withoutNames = new TreeSet<>();
		keys("ossmc", OssmcProperties.class, false, withoutNames);
		assertThat(metadata().keySet()).containsExactlyElementsOf(withoutNames);
	}

	@Test
	void metadataDescribesEachKey() {
		metadata().forEach((name, property) -> assertThat(property.path("description").asString()).as(name)
			.matches("(?s)[A-Z].*\\."));
	}

	@Test
	void theReadmeHasARowForEachKeyWithItsDefault() throws IOException {
		TreeSet<String> keys = new TreeSet<>();
		keys("ossmc", OssmcProperties.class, true, keys);
		assertThat(README).exists();
		Map<String, String> rows = rows();
		assertThat(rows.keySet()).as("the rows beginning with | `ossmc. in the section ### Configuration of README.md")
			.containsExactlyElementsOf(keys);
		metadata().forEach((name, property) -> {
			if (property.has("defaultValue")) {
				assertThat(rows.get(name)).as(name).contains("`" + property.get("defaultValue").asString() + "`");
			}
		});
	}

	private static Map<String, String> rows() throws IOException {
		String readme = Files.readString(README);
		Map<String, String> rows = new TreeMap<>();
		int section = readme.indexOf("\n### Configuration");
		assertThat(section).as("README.md has a section ### Configuration").isNotNegative();
		String[] sections = readme.substring(section + 1).split("\n##+ ", 2);
		sections[0].lines().map(ROW::matcher).filter(Matcher::matches).forEach((row) -> {
			assertThat(rows.put(row.group(1), row.group())).as("second row for " + row.group(1)).isNull();
		});
		return rows;
	}

	private static Map<String, JsonNode> metadata() {
		Path file = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");
		Map<String, JsonNode> properties = new TreeMap<>();
		new JsonMapper().readTree(file).path("properties").forEach((property) -> {
			String name = property.path("name").asString();
			if (name.startsWith("ossmc.")) {
				properties.put(name, property);
			}
		});
		return properties;
	}

	private static void keys(String prefix, Class<?> type, boolean intoMaps, TreeSet<String> keys) {
		for (RecordComponent component : type.getRecordComponents()) {
			String key = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
			ResolvableType generic = ResolvableType.forType(component.getGenericType());
			if (component.getType() == Map.class && intoMaps) {
				keys(key + ".*", generic.getGeneric(1).toClass(), true, keys);
			}
			else if (component.getType().isRecord()) {
				keys(key, component.getType(), intoMaps, keys);
			}
			else {
				keys.add(key);
			}
		}
	}

}
