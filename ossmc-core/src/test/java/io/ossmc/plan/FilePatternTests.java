package io.ossmc.plan;

import java.util.List;
import java.util.regex.PatternSyntaxException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FilePatternTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"original        | original, original/a.pth, sub/original/a.pth                 | original.bin, a/original2/b",
			"original/       | original/a.pth, sub/original/b/c                             | original, sub/original",
			"./original/*    | original/a.pth, original/sub/b                               | sub/original/a.pth, original",
			"/original/*     | original/a.pth                                               | sub/original/a.pth",
			"original/*      | original/a.pth, original/a/b                                 | sub/original/a.pth",
			"/original       | original, original/a                                         | sub/original",
			"/*.json         | config.json                                                  | sub/config.json",
			"*.json          | config.json, sub/config.json                                 | config.jsonl",
			"**/*.json       | config.json, sub/config.json, a/b/c.json                     | config.txt",
			"a/**/b          | a/b, a/x/b, a/x/y/b, a/b/c                                   | b, x/a/b",
			"tokenizer/**    | tokenizer/a, tokenizer/a/b                                   | tokenizer, x/tokenizer/a",
			"{a,b}.json      | a.json, x/b.json                                             | c.json",
			"model-0000?-*   | model-00001-of-2                                             | model-00010-of-20",
			"[a-c].bin       | a.bin, x/c.bin                                               | d.bin",
			"café*           | café.txt                                                     | cafe.txt",
			"**              | a, a/b                                                       | ''" })
	void meansWhatPeopleMean(String glob, String names, String others) {
		FilePattern pattern = new FilePattern(glob);
		for (String name : names.split(", ")) {
			assertThat(pattern.matches(name, false)).as("%s and %s", glob, name).isTrue();
		}
		for (String name : others.split(", ")) {
			assertThat(name.isEmpty() || !pattern.matches(name, false)).as("%s and %s", glob, name).isTrue();
		}
	}

	@Test
	void aFolderIsMeantByItsName() {
		assertThat(new FilePattern("original/").matches("original/", true)).isTrue();
		assertThat(new FilePattern("original/").matches("a/original/", true)).isTrue();
		assertThat(new FilePattern("*.json").matches("original/", true)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nul\0.bin", "//a.bin", "a//b.bin", "a/../b.bin", "\ud800.bin", "a\nb.bin" })
	void anyNameCanBeLeftOut(String name) {
		assertThat(new FilePattern("*.bin").matches(name, false)).isTrue();
		assertThat(new FilePattern("*.safetensors").matches(name, false)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "/", "./", "[a", "{a", "a{b,{c}}" })
	void whatIsNoPatternIsRefused(String glob) {
		assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> new FilePattern(glob));
	}

	@Property
	void aFolderThatMatchesMatchesWithAllThatIsInIt(@ForAll("globs") String glob, @ForAll("names") String folder,
			@ForAll("names") String name) {
		FilePattern pattern = new FilePattern(glob);
		if (pattern.matches(folder, true)) {
			assertThat(pattern.matches(folder + "/" + name, false)).isTrue();
		}
	}

	@Property
	void withoutASlashItIsMeantAnywhere(@ForAll("parts") String part, @ForAll("names") String name) {
		assertThat(new FilePattern(part).matches(name, false))
			.isEqualTo(new FilePattern("**/" + part).matches(name, false))
			.isEqualTo(List.of(name.split("/"))
				.stream()
				.anyMatch((each) -> new FilePattern("/" + part).matches(each, false)));
	}

	@Property
	void aSlashOrADotAtItsBeginningMeansTheTop(@ForAll("globs") String glob, @ForAll("names") String name) {
		assertThat(new FilePattern("/" + glob).matches(name, false))
			.isEqualTo(new FilePattern("./" + glob).matches(name, false));
		if (new FilePattern("/" + glob).matches(name, false)) {
			assertThat(new FilePattern(glob).matches(name, false)).isTrue();
		}
	}

	@Provide
	Arbitrary<String> names() {
		return path(Arbitraries.of("a", "b", "ab", "a.b", "b.a"));
	}

	@Provide
	Arbitrary<String> parts() {
		return Arbitraries.of("a", "b", "*", "*.b", "a*", "?", "{a,b}", "[ab]");
	}

	@Provide
	Arbitrary<String> globs() {
		return path(Arbitraries.of("a", "b", "*", "**", "*.b", "a*", "?", "{a,b}"));
	}

	private static Arbitrary<String> path(Arbitrary<String> parts) {
		return parts.list().ofMinSize(1).ofMaxSize(4).map((all) -> String.join("/", all));
	}

}
